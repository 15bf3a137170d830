package dev.slipway.ssh;

import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;

/// A channel to a port that the server reaches: `direct-tcpip` (RFC 4254, section 7.2).
final class DirectPort extends DirectConnection {
    DirectPort(Connection connection, String host, int port) {
        super(connection, host, port);
    }

    @Override
    public void notifyError(SSHException error) {
        HungWriter.wake(rwin);
        super.notifyError(error);
    }
}
