package dev.slipway.ssh;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/// Public-key login (RFC 4252, section 7) with a key that never leaves its agent: first asks whether the server would
/// take the key, then has the agent sign.
final class AgentLogin extends AbstractAuthMethod {
    private static final int RSA_SHA2_512 = 4;

    private final KeyAgent agent;
    private final byte[] key;
    private final String algorithm;
    private final int flags;

    AgentLogin(KeyAgent agent, byte[] key) throws IOException {
        super("publickey");
        this.agent = agent;
        this.key = key;
        try {
            String type = new Buffer.PlainBuffer(key).readString();
            boolean rsa = type.equals("ssh-rsa");
            this.algorithm = rsa ? "rsa-sha2-512" : type;
            this.flags = rsa ? RSA_SHA2_512 : 0;
        } catch (Buffer.BufferException e) {
            throw new IOException("the agent holds a key that is none", e);
        }
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return buildReq(false);
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message == Message.USERAUTH_60) {
            params.getTransport().write(signed(buildReq(true)));
        } else {
            super.handle(message, packet);
        }
    }

    private SSHPacket buildReq(boolean signed) throws UserAuthException {
        return super.buildReq().putBoolean(signed).putString(algorithm).putString(key);
    }

    private SSHPacket signed(SSHPacket request) throws UserAuthException {
        byte[] data = new Buffer.PlainBuffer()
                .putString(params.getTransport().getSessionID())
                .putBuffer(request)
                .getCompactData();
        try {
            return request.putString(agent.sign(key, data, flags));
        } catch (IOException e) {
            throw new UserAuthException("The agent did not sign: " + e.getMessage(), e);
        }
    }
}
