package dev.slipway.ssh;

import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.AbstractDirectChannel;

/// A channel to a unix socket of the server: `direct-streamlocal@openssh.com`, section 2.4 of OpenSSH's PROTOCOL.
final class StreamLocal extends AbstractDirectChannel {
    private final String path;

    StreamLocal(Connection connection, String path) {
        super(connection, "direct-streamlocal@openssh.com");
        this.path = path;
    }

    @Override
    public void notifyError(SSHException error) {
        HungWriter.wake(rwin);
        super.notifyError(error);
    }

    @Override
    protected SSHPacket buildOpenReq() {
        // two reserved fields
        return super.buildOpenReq().putString(path).putString("").putUInt32(0);
    }
}
