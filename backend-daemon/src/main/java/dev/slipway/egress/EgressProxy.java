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
import java.util.Optional;
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

    private final Optional<Listening> listening;
    private final Gate gate;
    private final Patience patience;
    private final Tally tally;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private record Listening(Path socket, ServerSocketChannel channel) {}

    private EgressProxy(Gate gate, Patience patience, Tally tally, Optional<Listening> listening) {
        this.gate = gate;
        this.patience = patience;
        this.tally = tally;
        this.listening = listening;
    }

    /// Listens until it is closed.
    /// @param socket where; what is there already is replaced. Every user who can walk there may connect
    /// @param owner  whom the log names as asking
    public static EgressProxy open(Path socket, AllowedHosts allowed, String owner) throws IOException {
        return open(socket, new Gate(allowed, NAMES), Patience.STANDARD, owner);
    }

    /// Serves connections that somebody else takes, until it is closed.
    /// @param owner whom the log names as asking
    public static EgressProxy unattached(AllowedHosts allowed, String owner) {
        return new EgressProxy(new Gate(allowed, NAMES), Patience.STANDARD, new Tally(owner), Optional.empty());
    }

    static EgressProxy open(Path socket, Gate gate, Patience patience, String owner) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        EgressProxy proxy =
                new EgressProxy(gate, patience, new Tally(owner), Optional.of(new Listening(socket, channel)));
        try {
            Files.deleteIfExists(socket);
            channel.bind(UnixDomainSocketAddress.of(socket), WAITING);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            proxy.close();
            throw e;
        }
        Thread.ofVirtual().name("egress of " + owner).start(() -> proxy.accept(channel));
        return proxy;
    }

    /// Whether it takes connections.
    public boolean listens() {
        return !closed && listening.map(each -> each.channel().isOpen()).orElse(true);
    }

    /// Cuts all connections and removes the socket.
    @Override
    public void close() {
        closed = true;
        listening.ifPresent(EgressProxy::end);
        connections.forEach(Connection::close);
        tally.sumUp();
    }

    private static void end(Listening listening) {
        try {
            listening.channel().close();
            Files.deleteIfExists(listening.socket());
        } catch (IOException e) {
            LOG.warn("A proxy's socket {} was left behind", listening.socket(), e);
        }
    }

    private void accept(ServerSocketChannel listener) {
        try {
            while (listener.isOpen()) {
                SocketChannel client = listener.accept();
                Thread.ofVirtual().name("egress connection").start(() -> serve(Line.of(client)));
            }
        } catch (ClosedChannelException e) {
            LOG.debug("A proxy closed");
        } catch (IOException e) {
            LOG.warn("A sandbox's proxy broke off: its programs have no network until it is started again", e);
            close();
        }
    }

    /// Serves a connection; returns when it has ended.
    public void serve(Line client) {
        Connection connection = new Connection(client, gate, patience, tally);
        connections.add(connection);
        try {
            if (closed) {
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
