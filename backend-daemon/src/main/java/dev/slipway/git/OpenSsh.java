package dev.slipway.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/// Reaches ssh origins by the computer's own `ssh`, and so with the keys, known hosts and settings of the user that
/// the daemon runs as. It never asks anything.
final class OpenSsh extends SshSessionFactory {
    private final String program;

    OpenSsh() {
        this("ssh");
    }

    /// @param program in the place of `ssh`
    OpenSsh(String program) {
        this.program = program;
    }

    @Override
    public RemoteSession getSession(URIish uri, CredentialsProvider credentials, FS fs, int timeoutMillis) {
        return new Session(program, uri);
    }

    @Override
    public String getType() {
        return "openssh";
    }

    private record Session(String program, URIish uri) implements RemoteSession {
        @Override
        public Process exec(String command, int timeoutSeconds) throws IOException {
            List<String> words =
                    new ArrayList<>(List.of(program, "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20"));
            if (uri.getPort() > 0) {
                words.addAll(List.of("-p", Integer.toString(uri.getPort())));
            }
            if (uri.getUser() != null) {
                words.addAll(List.of("-l", uri.getUser()));
            }
            words.addAll(List.of("--", uri.getHost(), command));
            return new ProcessBuilder(words).start();
        }

        @Override
        public void disconnect() {}
    }
}
