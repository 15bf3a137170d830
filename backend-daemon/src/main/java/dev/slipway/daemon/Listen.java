package dev.slipway.daemon;

import dev.slipway.model.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where to listen.
/// @param port 0 takes a free one
record Listen(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\s]*)):(\\d{1,5})");

    /// Reads `host:port`, `[::1]:port`, or `:port` for loopback.
    static Listen parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || Integer.parseInt(form.group(3)) > 65_535) {
            throw Problem.invalid("malformed-address", "This is no address to listen on", "\"" + text + "\"")
                    .withRemedy(
                            "Give host:port, such as 127.0.0.1:" + Config.DEFAULT_PORT + "; port 0 takes a free one.")
                    .toException();
        }
        String host = form.group(1) != null ? form.group(1) : form.group(2);
        return new Listen(host.isEmpty() ? "127.0.0.1" : host, Integer.parseInt(form.group(3)));
    }
}
