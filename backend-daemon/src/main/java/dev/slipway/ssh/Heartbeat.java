package dev.slipway.ssh;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/// Asks a server for a sign of life and cuts the connection when none comes. The question goes out by a thread of its
/// own, as it would wait behind a write that hangs, which is just when it matters.
final class Heartbeat {
    /// As OpenSSH's client asks for ServerAliveInterval; any answer will do, a refusal too.
    private static final String QUESTION = "keepalive@openssh.com";

    /// Given to the words of the loss to reach those who wait, before the socket's end does.
    private static final Duration WORDS_FIRST = Duration.ofMillis(200);

    private final SSHClient client;
    private final Patience patience;

    private Heartbeat(SSHClient client, Patience patience) {
        this.client = client;
        this.patience = patience;
    }

    static void start(SSHClient client, Patience patience) {
        Heartbeat heartbeat = new Heartbeat(client, patience);
        Thread.ofVirtual().name("heartbeat of " + client.getRemoteHostname()).start(heartbeat::beat);
    }

    private void beat() {
        try {
            while (client.isConnected()) {
                TimeUnit.NANOSECONDS.sleep(patience.pulse().toNanos());
                CountDownLatch answered = new CountDownLatch(1);
                Thread.ofVirtual().name("heartbeat").start(() -> ask(answered));
                if (!answered.await(patience.silence().toNanos(), TimeUnit.NANOSECONDS) && client.isConnected()) {
                    cut();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(CountDownLatch answered) {
        try {
            Promise<SSHPacket, ConnectionException> answer =
                    client.getConnection().sendGlobalRequest(QUESTION, true, new byte[0]);
            try {
                var _ = answer.tryRetrieve(patience.silence().toMillis(), TimeUnit.MILLISECONDS);
            } catch (ConnectionException e) {
                // To refuse is a sign of life.
            }
            if (answer.isFulfilled() || answer.inError()) {
                answered.countDown();
            }
        } catch (TransportException e) {
            // The connection is gone already.
            answered.countDown();
        }
    }

    private void cut() {
        TransportException why = new TransportException(
                "it gave no sign of life for " + patience.silence().toSeconds() + " s");
        Thread.ofVirtual().start(() -> client.getTransport().die(why));
        LockSupport.parkNanos(WORDS_FIRST.toNanos());
        @Nullable Socket socket = client.getSocket();
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed as far as this side goes.
            }
        }
    }
}
