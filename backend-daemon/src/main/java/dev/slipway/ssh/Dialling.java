package dev.slipway.ssh;

import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/// Opens connections: through other servers where needed, to servers whose key is known, with one of the logins.
final class Dialling {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    static {
        // The JDK's own cryptography is enough, and five times as fast as BouncyCastle's.
        SecurityUtils.setRegisterBouncyCastle(false);
        SecurityUtils.setSecurityProvider(null);
    }

    private final PinnedKeys pinned;
    private final Patience patience;

    Dialling(PinnedKeys pinned, Patience patience) {
        this.pinned = pinned;
        this.patience = patience;
    }

    /// A connection that is logged in.
    /// @throws ProblemException that says which server is at fault, when there are several in between
    Connection dial(SshTarget target) {
        Optional<Connection> jump = target.via().map(this::dial);
        try {
            return dial(target, jump);
        } catch (RuntimeException e) {
            jump.ifPresent(Connection::close);
            throw e;
        }
    }

    /// The key that a server shows, without trusting it and without logging in.
    HostKey show(SshTarget target) {
        Optional<Connection> jump = target.via().map(this::dial);
        KeyCheck check = new KeyCheck(target.address(), _ -> List.of());
        SSHClient client = client(check);
        try (DialLimit _ = limit(client, jump)) {
            connect(client, target.address(), jump);
            throw new IllegalStateException("nothing was pinned, so nothing can be accepted");
        } catch (IOException e) {
            HostKey shown = check.shown();
            if (shown == null) {
                throw SshProblems.unreachable(target.address(), e).toException(e);
            }
            return shown;
        } finally {
            close(client);
            jump.ifPresent(Connection::close);
        }
    }

    private Connection dial(SshTarget target, Optional<Connection> jump) {
        KeyCheck check = new KeyCheck(target.address(), pinned);
        SSHClient client = client(check);
        boolean done = false;
        try (DialLimit limit = limit(client, jump)) {
            connect(client, target.address(), jump);
            client.auth(target.address().user(), logins(client, target.logins()));
            limit.requireKept();
            done = true;
            Heartbeat.start(client, patience);
            return new Connection(client, jump);
        } catch (UserAuthException e) {
            throw SshProblems.loginRefused(target).toException(e);
        } catch (IOException e) {
            Problem distrust = check.problem();
            throw (distrust == null ? SshProblems.unreachable(target.address(), e) : distrust).toException(e);
        } finally {
            if (!done) {
                close(client);
            }
        }
    }

    /// A connection through another server has no socket of its own to be closed.
    private DialLimit limit(SSHClient client, Optional<Connection> jump) {
        return new DialLimit(patience.dial(), () -> {
            close(client);
            jump.ifPresent(Connection::close);
        });
    }

    private static void connect(SSHClient client, SshAddress address, Optional<Connection> jump) throws IOException {
        if (jump.isPresent()) {
            DirectPort way = new DirectPort(jump.get().client().getConnection(), address.host(), address.port());
            way.open();
            client.connectVia(way);
        } else {
            client.connect(address.host(), address.port());
        }
    }

    private SSHClient client(KeyCheck check) {
        DefaultConfig config = new Modern();
        // What goes wrong is told by problems; the rest is noise.
        config.setLoggerFactory(new Silence());
        SSHClient client = new SSHClient(config);
        client.addHostKeyVerifier(check);
        client.setSocketFactory(new Undelayed());
        client.setConnectTimeout((int) patience.connect().toMillis());
        client.getTransport().setTimeoutMs((int) ANSWER.toMillis());
        client.getConnection().setTimeoutMs((int) ANSWER.toMillis());
        return client;
    }

    private static List<AuthMethod> logins(SSHClient client, List<SshLogin> logins) {
        List<AuthMethod> methods = new ArrayList<>();
        for (SshLogin login : logins) {
            try {
                switch (login) {
                    case SshLogin.KeyFile key ->
                        methods.add(new AuthPublickey(client.loadKeys(
                                key.file().toString(),
                                key.passphrase()
                                        .map(String::toCharArray)
                                        .map(PasswordUtils::createOneOff)
                                        .orElse(null))));
                    case SshLogin.Agent agent -> {
                        KeyAgent keys = new KeyAgent(agent.socket());
                        for (byte[] key : keys.keys()) {
                            methods.add(new AgentLogin(keys, key));
                        }
                    }
                }
            } catch (IOException e) {
                // Another login may do; the last word is the server's.
                if (logins.size() == 1) {
                    throw SshProblems.badKey(login, e).toException(e);
                }
            }
        }
        return methods;
    }

    private static void close(SSHClient client) {
        try {
            client.close();
        } catch (IOException e) {
            // It was never in use.
        }
    }

    /// What OpenSSH servers of this decade offer and the JDK can do, the fastest first.
    private static final class Modern extends DefaultConfig {
        @Override
        protected void initCipherFactories() {
            setCipherFactories(List.of(
                    GcmCiphers.AES128GCM(),
                    GcmCiphers.AES256GCM(),
                    BlockCiphers.AES128CTR(),
                    BlockCiphers.AES256CTR()));
        }
    }

    /// Without Nagle's algorithm, which would hold back each small packet for 40 ms.
    private static final class Undelayed extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Silence implements LoggerFactory {
        @Override
        public Logger getLogger(String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> type) {
            return NOPLogger.NOP_LOGGER;
        }
    }
}
