package dev.slipway.model.tunnel;

import dev.slipway.model.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a stream leads inside a sandbox. On the wire it is text: `tcp 3000` or `unix /tmp/x.sock`.
public sealed interface TunnelTarget {
    /// A port of the sandbox's own loopback; `127.0.0.1` is tried first, then `::1`.
    /// @param number 1 to 65,535
    record Port(int number) implements TunnelTarget {
        public Port {
            if (number < 1 || number > 65_535) {
                throw malformed("tcp " + number);
            }
        }

        @Override
        public String text() {
            return "tcp " + number;
        }

        @Override
        public String toString() {
            return "port " + number;
        }
    }

    /// A unix socket by its path inside.
    /// @param path absolute, at most 107 bytes, which is what the kernel takes
    record UnixSocket(String path) implements TunnelTarget {
        private static final int LONGEST = 107;

        public UnixSocket {
            boolean odd = path.chars().anyMatch(Character::isISOControl);
            if (!path.startsWith("/") || odd || path.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                throw malformed("unix " + path);
            }
        }

        @Override
        public String text() {
            return "unix " + path;
        }

        @Override
        public String toString() {
            return path;
        }
    }

    String text();

    /// @throws dev.slipway.model.problem.ProblemException if it is neither a port nor a path
    static TunnelTarget parse(String text) {
        Matcher port = PORT.matcher(text);
        if (port.matches()) {
            return new Port(Integer.parseInt(port.group(1)));
        }
        if (text.startsWith("unix ")) {
            return new UnixSocket(text.substring("unix ".length()));
        }
        throw malformed(text);
    }

    private static RuntimeException malformed(String text) {
        String shown = text.length() > 120 ? text.substring(0, 120) + "…" : text;
        return Problem.invalid(
                        "malformed-target",
                        "A tunnel can't lead there",
                        "\"" + shown + "\" is neither a port from 1 to 65535 nor the absolute path of a unix socket.")
                .toException();
    }

    Pattern PORT = Pattern.compile("tcp (\\d{1,5})");
}
