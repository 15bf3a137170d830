package dev.slipway.ssh;

import java.io.IOException;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;

/// A connection that is logged in, and how much of it is in use. Its numbers are guarded by [Connections].
final class Connection {
    /// What an OpenSSH server allows unless told otherwise: MaxSessions.
    private static final int USUAL_SESSIONS = 10;

    private final SSHClient client;
    private final Optional<Connection> jump;
    private final ForwardedSockets sockets;
    private int capacity = USUAL_SESSIONS;
    private int sessions;
    private int streams;
    private long idleSince = System.nanoTime();

    Connection(SSHClient client, Optional<Connection> jump) {
        this.client = client;
        this.jump = jump;
        this.sockets = new ForwardedSockets(client.getConnection());
    }

    SSHClient client() {
        return client;
    }

    /// What it listens on.
    ForwardedSockets sockets() {
        return sockets;
    }

    boolean alive() {
        return client.isConnected() && client.isAuthenticated();
    }

    int sessions() {
        return sessions;
    }

    boolean takesSession() {
        return sessions < capacity && alive();
    }

    void sessionBegins() {
        sessions++;
    }

    void sessionEnds() {
        sessions--;
        rest();
    }

    /// The server takes no more sessions than those that there are now.
    void full() {
        capacity = Math.max(1, sessions - 1);
    }

    void streamBegins() {
        streams++;
    }

    void streamEnds() {
        streams--;
        rest();
    }

    boolean idle() {
        return sessions == 0 && streams == 0;
    }

    long idleSince() {
        return idleSince;
    }

    private void rest() {
        if (idle()) {
            idleSince = System.nanoTime();
        }
    }

    void close() {
        try {
            client.close();
        } catch (IOException e) {
            // What was in use has been told.
        }
        jump.ifPresent(Connection::close);
    }
}
