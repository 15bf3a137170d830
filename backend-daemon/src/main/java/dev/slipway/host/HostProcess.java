package dev.slipway.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/// A script that runs on a host. The streams are raw bytes; whoever does not read holds the writer back, and
/// nothing is collected here.
public interface HostProcess {
    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /// Waits for the script to end.
    /// @return its exit code; 128 + n when signal n ended it
    int waitFor() throws InterruptedException;

    /// Waits no longer than that; empty when it still runs.
    OptionalInt waitFor(Duration limit) throws InterruptedException;

    /// Whether the script has not ended yet.
    boolean runs();

    /// Completes with the exit code.
    CompletionStage<Integer> onExit();

    /// Ends the script and every process that came of it, however it detached itself. Returns once they are
    /// gone; does nothing when there are none.
    void end();
}
