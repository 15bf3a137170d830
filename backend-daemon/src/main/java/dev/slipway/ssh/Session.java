package dev.slipway.ssh;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.connection.channel.direct.Signal;
import net.schmizz.sshj.transport.TransportException;

/// A session channel (RFC 4254, section 6) that tells at once how its program ended, though what the program left in
/// the background may keep the streams open.
final class Session extends SessionChannel implements SshProcess {
    private static final Map<Signal, Integer> NUMBERS = Map.ofEntries(
            Map.entry(Signal.HUP, 1),
            Map.entry(Signal.INT, 2),
            Map.entry(Signal.QUIT, 3),
            Map.entry(Signal.ILL, 4),
            Map.entry(Signal.ABRT, 6),
            Map.entry(Signal.FPE, 8),
            Map.entry(Signal.KILL, 9),
            Map.entry(Signal.SEGV, 11),
            Map.entry(Signal.PIPE, 13),
            Map.entry(Signal.ALRM, 14),
            Map.entry(Signal.TERM, 15));

    private final SshAddress server;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final AtomicBoolean decided = new AtomicBoolean();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    Session(net.schmizz.sshj.connection.Connection connection, SshAddress server) {
        super(connection, StandardCharsets.UTF_8);
        this.server = server;
    }

    /// Completes when the channel is closed on both sides.
    CompletionStage<Void> over() {
        return over;
    }

    @Override
    public void handleRequest(String type, SSHPacket packet) throws ConnectionException, TransportException {
        super.handleRequest(type, packet);
        Integer status = getExitStatus();
        Signal signal = getExitSignal();
        if (status != null) {
            end(() -> exit.complete(status));
        } else if (signal != null) {
            end(() -> exit.complete(128 + NUMBERS.getOrDefault(signal, 0)));
        }
    }

    @Override
    public void notifyError(SSHException error) {
        // First, as the library closes the channel without these words.
        lost(SshProblems.lost(server, error));
        HungWriter.wake(rwin);
        super.notifyError(error);
    }

    @Override
    protected void finishOff() {
        super.finishOff();
        lost(SshProblems.lost(server, null));
        over.completeAsync(() -> null, Thread::startVirtualThread);
    }

    private void lost(Problem problem) {
        end(() -> exit.completeExceptionally(new ProblemException(problem)));
    }

    /// The first end counts: a server tells the exit code, then closes the channel. Whoever waits must not hold up the
    /// thread that reads from the connection.
    private void end(Runnable tell) {
        if (decided.compareAndSet(false, true)) {
            Thread.startVirtualThread(tell);
        }
    }

    @Override
    public OutputStream stdin() {
        return getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return getInputStream();
    }

    @Override
    public InputStream stderr() {
        return getErrorStream();
    }

    @Override
    public CompletionStage<Integer> onExit() {
        return exit;
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            // Then it is over already.
        }
    }
}
