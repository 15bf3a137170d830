package dev.slipway.egress;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An HTTP proxy for one sandbox, outside of it: tunnels (`CONNECT`) and plain requests to the hosts that are
/// allowed, and a refusal that says which setting would allow it to all others. It looks names up itself and
/// connects to the very addresses that it has checked. It adds nothing to a request: no credentials, no name of
/// its own.
public final class EgressProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EgressProxy.class);
    private static final Resolver NAMES = Resolver.ofThisComputer();
    private static final int WAITING = 512;

    private final Path socket;
    private final ServerSocketChannel listener;
    private final Gate gate;
    private final Patience patience;
    private final Tally tally;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private EgressProxy(Path socket, Gate gate, Patience patience, Tally tally) throws IOException {
        this.socket = socket;
        this.gate = gate;
        this.patience = patience;
        this.tally = tally;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }

    /// Listens until it is closed.
    /// @param socket where; what is there already is replaced. Every user who can walk there may connect
    /// @param owner  whom the log names as asking
    public static EgressProxy open(Path socket, AllowedHosts allowed, String owner) throws IOException {
        return open(socket, new Gate(allowed, NAMES), Patience.STANDARD, owner);
    }

    static EgressProxy open(Path socket, Gate gate, Patience patience, String owner) throws IOException {
        EgressProxy proxy = new EgressProxy(socket, gate, patience, new Tally(owner));
        try {
            Files.deleteIfExists(socket);
            proxy.listener.bind(UnixDomainSocketAddress.of(socket), WAITING);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            proxy.close();
            throw e;
        }
        Thread.ofVirtual().name("egress of " + owner).start(proxy::accept);
        return proxy;
    }

    /// Whether it takes connections.
    public boolean listens() {
        return listener.isOpen();
    }

    /// Cuts all connections and removes the socket.
    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("A proxy's socket {} was left behind", socket, e);
        }
        connections.forEach(Connection::close);
        tally.sumUp();
    }

    private void accept() {
        try {
            while (listener.isOpen()) {
                SocketChannel client = listener.accept();
                Thread.ofVirtual().name("egress connection").start(() -> serve(client));
            }
        } catch (ClosedChannelException e) {
            LOG.debug("A proxy closed");
        } catch (IOException e) {
            LOG.warn("A sandbox's proxy broke off: its programs have no network until it is started again", e);
            close();
        }
    }

    private void serve(SocketChannel client) {
        Connection connection = new Connection(client, gate, patience, tally);
        connections.add(connection);
        try {
            if (!listener.isOpen()) {
                connection.close();
            }
            connection.serve();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }
}
