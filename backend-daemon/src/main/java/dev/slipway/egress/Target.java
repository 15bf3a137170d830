package dev.slipway.egress;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host, by name or by address, and a port, as they stand in a request or a list.
/// @param host    lower case, without a final dot; an address in its usual form
/// @param address there when the host is an address
record Target(String host, Optional<InetAddress> address, OptionalInt port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]/@\\s]+)(?::([0-9]{1,5}))?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern QUAD = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*");
    private static final int LONGEST_NAME = 253;

    /// @return empty when the text is no host: forms that only some libraries read (`127.1`, `0x7f.1`) are none
    static Optional<Target> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        OptionalInt port =
                matcher.group(2) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(matcher.group(2)));
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
            return Optional.empty();
        }
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        if (host.startsWith("[") || NUMBERS.matcher(host).matches()) {
            return address(host).map(address -> new Target(written(address), Optional.of(address), port));
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches()
                ? Optional.of(new Target(name, Optional.empty(), port))
                : Optional.empty();
    }

    Target orPort(int standard) {
        return new Target(host, address, OptionalInt.of(port.orElse(standard)));
    }

    /// As it stands in a request or in the list.
    String text() {
        return port.isPresent() ? host + ":" + port.getAsInt() : host;
    }

    private static Optional<InetAddress> address(String host) {
        boolean six = host.startsWith("[");
        if (!six && !QUAD.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(six ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String written(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
