package dev.slipway.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import net.schmizz.sshj.connection.channel.Channel;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.AbstractDirectChannel;

/// One SSH server: runs programs there and reaches what listens there. Connects when first used, keeps as many
/// connections as are in use, and connects again after a loss. Calls block; use virtual threads for many at once.
public final class SshServer implements AutoCloseable {
    /// Linux: the size of `sun_path`, less the closing NUL (unix(7)).
    private static final int LONGEST_SOCKET = 107;

    private final SshTarget target;
    private final Connections connections;

    /// @param pinned asked for the server's keys at each connection
    public SshServer(SshTarget target, PinnedKeys pinned, RandomGenerator random) {
        this(target, pinned, random, Patience.STANDARD);
    }

    SshServer(SshTarget target, PinnedKeys pinned, RandomGenerator random, Patience patience) {
        this.target = target;
        this.connections = new Connections(target, new Dialling(pinned, patience), random);
    }

    /// The key that a server shows, for a person to compare. It is neither trusted nor logged in to.
    /// @param pinned for the servers on the way to it
    public static HostKey show(SshTarget target, PinnedKeys pinned) {
        return new Dialling(pinned, Patience.STANDARD).show(target);
    }

    public SshTarget target() {
        return target;
    }

    /// Starts a program.
    /// @param command program and arguments, of which each arrives as it is: any text without NUL
    /// @throws dev.slipway.model.problem.ProblemException when there is no connection; the program has not started
    public SshProcess start(List<String> command) {
        String text = ShellWords.join(command);
        while (true) {
            Connection connection = connections.session();
            Session session = new Session(connection.client().getConnection(), target.address());
            try {
                session.open();
            } catch (OpenFailException e) {
                // This server allows fewer sessions: it is remembered, and another connection used.
                connections.full(connection);
                continue;
            } catch (IOException e) {
                connections.sessionEnds(connection);
                if (!connection.alive()) {
                    continue;
                }
                throw SshProblems.lost(target.address(), e).toException(e);
            }
            var _ = session.over().thenRun(() -> connections.sessionEnds(connection));
            try {
                session.exec(text);
                return session;
            } catch (IOException e) {
                session.close();
                throw SshProblems.lost(target.address(), e).toException(e);
            }
        }
    }

    /// Connects to a port that the server can reach; `127.0.0.1` is its own.
    public SshStream connect(String host, int port) {
        return stream(
                host + ":" + port,
                connection -> new DirectPort(connection.client().getConnection(), host, port));
    }

    /// Connects to a unix socket of the server.
    public SshStream connect(String socket) {
        return stream(socket, connection -> new StreamLocal(connection.client().getConnection(), socket));
    }

    /// Listens on a unix socket of the server, which must not be there yet. After the connection was lost it does not
    /// stand any more, and is made anew by who needs it.
    /// @param taker gets each connection, in a thread of its own
    /// @throws dev.slipway.model.problem.ProblemException `ssh-sockets-refused` when the server does not allow it
    public SshListener listen(String socket, Consumer<SshStream> taker) {
        if (socket.getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            throw SshProblems.socketTooLong(target.address(), socket, LONGEST_SOCKET)
                    .toException();
        }
        Connection connection = connections.stream();
        try {
            connection.sockets().listen(socket, channel -> taker.accept(new Stream(channel, () -> {})));
            return new Listener(socket, connection);
        } catch (IOException e) {
            boolean refused = connection.alive();
            connections.streamEnds(connection);
            throw (refused
                            ? SshProblems.socketsRefused(target.address(), socket)
                            : SshProblems.lost(target.address(), e))
                    .toException(e);
        }
    }

    /// How many connections there are now.
    public int connections() {
        return connections.count();
    }

    /// How the way there is.
    public SshCircuit circuit() {
        return connections.circuit();
    }

    /// Tries again at the next call, however often it failed before.
    public void wake() {
        connections.wake();
    }

    @Override
    public void close() {
        connections.close();
    }

    private final class Listener implements SshListener {
        private final String socket;
        private final Connection connection;
        private final AtomicBoolean closed = new AtomicBoolean();

        Listener(String socket, Connection connection) {
            this.socket = socket;
            this.connection = connection;
        }

        @Override
        public boolean stands() {
            return !closed.get() && connection.alive();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                try {
                    if (connection.alive()) {
                        connection.sockets().forget(socket);
                    }
                } catch (IOException e) {
                    // Then the server has forgotten it by itself.
                } finally {
                    connections.streamEnds(connection);
                }
            }
        }
    }

    private interface Opening {
        AbstractDirectChannel on(Connection connection);
    }

    private SshStream stream(String what, Opening opening) {
        Connection connection = connections.stream();
        AbstractDirectChannel channel = opening.on(connection);
        try {
            channel.open();
            return new Stream(channel, () -> connections.streamEnds(connection));
        } catch (IOException e) {
            connections.streamEnds(connection);
            throw (e instanceof OpenFailException
                            ? SshProblems.refused(target.address(), what, e)
                            : SshProblems.lost(target.address(), e))
                    .toException(e);
        }
    }

    private static final class Stream implements SshStream {
        private final Channel channel;
        private final Runnable end;
        private final AtomicBoolean ended = new AtomicBoolean();

        Stream(Channel channel, Runnable end) {
            this.channel = channel;
            this.end = end;
        }

        @Override
        public InputStream in() {
            return channel.getInputStream();
        }

        @Override
        public OutputStream out() {
            return channel.getOutputStream();
        }

        @Override
        public void close() throws IOException {
            if (ended.compareAndSet(false, true)) {
                try {
                    channel.close();
                } finally {
                    end.run();
                }
            }
        }
    }
}
