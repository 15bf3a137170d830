package dev.slipway.model.tunnel;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A port of this computer that leads into a sandbox: listens on its loopback only, `127.0.0.1` and `::1`, and
/// opens a
/// stream of the tunnel for each connection.
public final class Forward implements AutoCloseable {
    private static final int TRIES = 20;
    private static final int BACKLOG = 256;

    private final Tunnel tunnel;
    private final TunnelTarget target;
    private final Consumer<Problem> failed;
    private final List<ServerSocket> listening;
    private final Set<Socket> connected = ConcurrentHashMap.newKeySet();

    private Forward(Tunnel tunnel, TunnelTarget target, Consumer<Problem> failed, List<ServerSocket> listening) {
        this.tunnel = tunnel;
        this.target = target;
        this.failed = failed;
        this.listening = listening;
        listening.forEach(each -> Thread.ofVirtual().name("forward").start(() -> accept(each)));
    }

    /// Listens.
    /// @param port   0 for any free one
    /// @param failed told why a connection came to nothing or broke
    /// @throws ProblemException `port-taken`
    public static Forward open(Tunnel tunnel, TunnelTarget target, int port, Consumer<Problem> failed) {
        IOException last = new IOException("no port is free");
        for (int i = 0; i < (port == 0 ? TRIES : 1); i++) {
            try {
                return new Forward(tunnel, target, failed, listen(port));
            } catch (IOException e) {
                last = e;
            }
        }
        throw Problem.conflict(
                        "port-taken",
                        "This computer's port can't be used",
                        (port == 0 ? "No port" : "Port " + port) + " of this computer is free: " + last.getMessage()
                                + ".")
                .withRemedy("Choose another port, or 0 for any that is free.")
                .toException(last);
    }

    /// The port of this computer.
    public int port() {
        return listening.getFirst().getLocalPort();
    }

    public TunnelTarget target() {
        return target;
    }

    /// How many connections there are now.
    public int connections() {
        return connected.size();
    }

    /// Listens no more and ends its connections; the tunnel stays.
    @Override
    public void close() {
        listening.forEach(Forward::closeQuietly);
        connected.forEach(Forward::closeQuietly);
    }

    private static List<ServerSocket> listen(int port) throws IOException {
        List<ServerSocket> made = new ArrayList<>();
        try {
            made.add(new ServerSocket());
            made.getFirst().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
            int chosen = made.getFirst().getLocalPort();
            ServerSocket second = new ServerSocket();
            try {
                second.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), chosen), BACKLOG);
                made.add(second);
            } catch (IOException e) {
                second.close();
                if (hasSixth()) {
                    throw e;
                }
            }
            return List.copyOf(made);
        } catch (IOException e) {
            made.forEach(Forward::closeQuietly);
            throw e;
        }
    }

    /// Whether this computer has the newer loopback at all.
    private static boolean hasSixth() {
        try (ServerSocket any = new ServerSocket()) {
            any.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connected.add(socket);
                Thread.ofVirtual().name("forwarded").start(() -> carry(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void carry(Socket socket) {
        Local local = new Local(socket);
        try {
            socket.setTcpNoDelay(true);
            tunnel.open(target).carry(local).ifPresent(this::tell);
        } catch (ProblemException e) {
            local.cut();
            tell(e.problem());
        } catch (IOException | InterruptedException e) {
            local.cut();
        } finally {
            connected.remove(socket);
        }
    }

    /// What ends because this side closes is no failure.
    private void tell(Problem problem) {
        if (!listening.getFirst().isClosed() && !problem.code().equals("tunnel-closed")) {
            failed.accept(problem);
        }
    }

    private static void closeQuietly(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            // Then it is closed already.
        }
    }

    private record Local(Socket socket) implements TunnelStream.Outer {
        @Override
        public InputStream in() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream out() throws IOException {
            OutputStream out = socket.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int single) throws IOException {
                    out.write(single);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    socket.shutdownOutput();
                }
            };
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        /// By a reset, so that no program takes what came so far for all.
        @Override
        public void cut() {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // Then it is closed already.
            }
        }
    }
}
