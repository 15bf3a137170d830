package dev.slipway.sandbox;

import dev.slipway.host.HostProcess;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/// A program that runs in a sandbox, on its own once started. Its output waits in a pipe of 64 kB until it is
/// read: one who prints a gigabyte is held back, nothing is collected.
public final class Execution {
    private final int number;
    private final HostProcess process;
    private final AtomicReference<Exit.Cause> cause = new AtomicReference<>(Exit.Cause.EXITED);

    Execution(int number, HostProcess process) {
        this.number = number;
        this.process = process;
    }

    /// Which execution of its sandbox this is, from 1.
    public int number() {
        return number;
    }

    /// Close it to tell the program that no more input comes.
    public OutputStream stdin() {
        return process.stdin();
    }

    public InputStream stdout() {
        return process.stdout();
    }

    public InputStream stderr() {
        return process.stderr();
    }

    /// Waits for the program to end. What it left in the background may run on, until [#kill()] or the
    /// sandbox's end.
    public Exit waitFor() throws InterruptedException {
        return new Exit(process.waitFor(), cause.get());
    }

    /// Whether the program has not ended yet.
    public boolean runs() {
        return process.runs();
    }

    /// Waits no longer than that; empty when it still runs.
    public Optional<Exit> waitFor(Duration limit) throws InterruptedException {
        OptionalInt code = process.waitFor(limit);
        return code.isPresent() ? Optional.of(new Exit(code.getAsInt(), cause.get())) : Optional.empty();
    }

    public CompletionStage<Exit> onExit() {
        return process.onExit().thenApply(code -> new Exit(code, cause.get()));
    }

    /// Ends the program and all that came of it, wherever it forked to; returns once they are gone.
    public void kill() {
        end(Exit.Cause.KILLED);
    }

    /// Somebody else ends it: so its exit is no accident.
    void noteKilled() {
        cause.compareAndSet(Exit.Cause.EXITED, Exit.Cause.KILLED);
    }

    void end(Exit.Cause why) {
        cause.compareAndSet(Exit.Cause.EXITED, why);
        process.end();
    }
}
