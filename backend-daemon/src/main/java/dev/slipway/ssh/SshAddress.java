package dev.slipway.ssh;

import dev.slipway.model.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an SSH server is, and as whom to log in.
/// @param user  as the server knows it
/// @param host  a name or an address
/// @param port  1 to 65535, usually 22
public record SshAddress(String user, String host, int port) {
    /// `user@host`, `user@host:port`, `user@[2001:db8::7]:port`.
    private static final Pattern WRITTEN =
            Pattern.compile("([^@\\s]+)@(?:\\[([0-9a-fA-F:.%]+)]|([^:\\s\\[\\]]+))(?::(\\d{1,5}))?");

    private static final Pattern USER = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._@\\\\-]{0,127}");
    private static final Pattern HOST =
            Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,252}|[0-9a-fA-F:.]+(?:%[a-zA-Z0-9]+)?");

    public SshAddress {
        if (!USER.matcher(user).matches()) {
            throw wrong("the user \"" + user + "\" is no name of a user");
        }
        if (!HOST.matcher(host).matches()) {
            throw wrong("the host \"" + host + "\" is neither a name nor an address");
        }
        if (port < 1 || port > 65_535) {
            throw wrong("the port " + port + " is not between 1 and 65535");
        }
    }

    /// Reads `user@host` or `user@host:port`; port 22 unless given.
    /// @throws dev.slipway.model.problem.ProblemException when it is written otherwise
    public static SshAddress parse(String text) {
        Matcher match = WRITTEN.matcher(text);
        if (!match.matches()) {
            throw wrong("\"" + text + "\" is not of the form user@host or user@host:port");
        }
        String host = match.group(2) == null ? match.group(3) : match.group(2);
        String port = match.group(4);
        return new SshAddress(match.group(1), host, port == null ? 22 : Integer.parseInt(port));
    }

    private static RuntimeException wrong(String why) {
        return Problem.invalid("bad-ssh-address", "This is no address of an SSH server", "As written, " + why + ".")
                .withRemedy("Write user@host, or user@host:port where the port is not 22.")
                .toException();
    }

    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return user + "@" + shown + (port == 22 ? "" : ":" + port);
    }
}
