package dev.slipway.ssh;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.Channel;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.forwarded.AbstractForwardedChannel;
import net.schmizz.sshj.connection.channel.forwarded.ForwardedChannelOpener;
import net.schmizz.sshj.transport.TransportException;

/// The unix sockets of a server that one connection listens on: `streamlocal-forward@openssh.com` and the channels that
/// come of it, section 2.4 of OpenSSH's PROTOCOL.
final class ForwardedSockets implements ForwardedChannelOpener {
    private static final String TYPE = "forwarded-streamlocal@openssh.com";
    private static final int PATIENCE_SECONDS = 30;

    private final Connection connection;
    private final Map<String, Consumer<Channel>> takers = new ConcurrentHashMap<>();

    ForwardedSockets(Connection connection) {
        this.connection = connection;
        connection.attach(this);
    }

    /// Returns once the server listens.
    /// @param taker gets each connection in a thread of its own
    /// @throws ConnectionException if the server refuses or is gone
    void listen(String socket, Consumer<Channel> taker) throws ConnectionException, TransportException {
        takers.put(socket, taker);
        try {
            request("streamlocal-forward@openssh.com", socket);
        } catch (ConnectionException | TransportException e) {
            takers.remove(socket);
            throw e;
        }
    }

    void forget(String socket) throws ConnectionException, TransportException {
        takers.remove(socket);
        request("cancel-streamlocal-forward@openssh.com", socket);
    }

    private void request(String name, String socket) throws ConnectionException, TransportException {
        byte[] body = new Buffer.PlainBuffer().putString(socket).getCompactData();
        var _ = connection.sendGlobalRequest(name, true, body).retrieve(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public String getChannelType() {
        return TYPE;
    }

    /// Called by the thread that reads from the connection, which must not wait.
    @Override
    public void handleOpen(SSHPacket packet) throws ConnectionException, TransportException {
        try {
            Incoming channel =
                    new Incoming(connection, packet.readUInt32AsInt(), packet.readUInt32(), packet.readUInt32());
            Consumer<Channel> taker = takers.get(packet.readString());
            if (taker == null) {
                channel.reject(OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED, "nobody listens there any more");
                return;
            }
            Thread.ofVirtual().name("connection to a socket").start(() -> take(channel, taker));
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
    }

    private static void take(Incoming channel, Consumer<Channel> taker) {
        try {
            channel.confirm();
            taker.accept(channel);
        } catch (IOException e) {
            // The connection is gone, and with it the program's.
        }
    }

    private static final class Incoming extends AbstractForwardedChannel {
        Incoming(Connection connection, int recipient, long window, long packet) {
            super(connection, TYPE, recipient, window, packet, "", 0);
        }

        @Override
        public void notifyError(SSHException error) {
            HungWriter.wake(rwin);
            super.notifyError(error);
        }
    }
}
