package dev.slipway.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a program asks of the proxy: to be connected (`CONNECT host:port`), or to pass one request on
/// (`GET http://host/path`). RFC 9110, sections 7.6 and 9.3.6.
/// @param path   what is asked of the server; empty for a tunnel
/// @param fields without those that concern one connection only
/// @param length of the body that follows; [Long#MAX_VALUE] for one that ends with the connection
record RequestHead(String method, Target target, String path, List<String> fields, long length) {
    private static final Pattern LINE = Pattern.compile("([A-Za-z-]{1,32}) ([\\x21-\\x7e]+) HTTP/1\\.[01]");
    private static final Pattern URI = Pattern.compile("(?i:http)://([^/?#]+)([^#]*)(?:#.*)?");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[^\\x00\\r\\n]*");
    private static final Set<String> OF_ONE_CONNECTION =
            Set.of("connection", "proxy-connection", "keep-alive", "proxy-authorization", "te", "upgrade", "host");
    private static final String TUNNEL = "CONNECT";

    boolean tunnel() {
        return method.equals(TUNNEL);
    }

    /// The same request for the server itself. The host is always that of the address asked for, so that a request
    /// can't name another one there.
    ByteBuffer forServer() {
        String host = target.port().orElseThrow() == 80 ? target.host() : target.text();
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Host: " + host));
        lines.addAll(fields);
        lines.add("Connection: close");
        return ByteBuffer.wrap((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    /// @param text up to the empty line
    /// @return empty when this is no request for a proxy
    static Optional<RequestHead> parse(String text) {
        List<String> lines = List.of(text.split("\r?\n", -1));
        Matcher line = LINE.matcher(lines.getFirst());
        List<String> fields = lines.subList(1, lines.size());
        if (!line.matches()
                || !fields.stream().allMatch(field -> FIELD.matcher(field).matches())) {
            return Optional.empty();
        }
        String method = line.group(1);
        if (method.equals(TUNNEL)) {
            return Target.parse(line.group(2))
                    .filter(target -> target.port().isPresent())
                    .map(target -> new RequestHead(method, target, "", List.of(), Long.MAX_VALUE));
        }
        Matcher uri = URI.matcher(line.group(2));
        Optional<Target> target = uri.matches() ? Target.parse(uri.group(1)) : Optional.empty();
        Optional<Long> length = length(fields);
        if (target.isEmpty() || length.isEmpty()) {
            return Optional.empty();
        }
        String path = uri.group(2).startsWith("/") ? uri.group(2) : "/" + uri.group(2);
        return Optional.of(new RequestHead(method, target.get().orPort(80), path, passedOn(fields), length.get()));
    }

    private static List<String> passedOn(List<String> fields) {
        Set<String> dropped = new TreeSet<>(OF_ONE_CONNECTION);
        fields.stream()
                .filter(field -> name(field).equals("connection"))
                .flatMap(field -> Pattern.compile(",").splitAsStream(value(field)))
                .forEach(name -> dropped.add(name.strip().toLowerCase(Locale.ROOT)));
        // Without these the server could not tell where the request ends.
        dropped.removeAll(Set.of("content-length", "transfer-encoding"));
        return fields.stream().filter(field -> !dropped.contains(name(field))).toList();
    }

    private static Optional<Long> length(List<String> fields) {
        if (fields.stream().anyMatch(field -> name(field).equals("transfer-encoding"))) {
            return Optional.of(Long.MAX_VALUE);
        }
        List<String> lengths = fields.stream()
                .filter(field -> name(field).equals("content-length"))
                .map(RequestHead::value)
                .distinct()
                .toList();
        if (lengths.isEmpty()) {
            return Optional.of(0L);
        }
        return lengths.size() == 1 && lengths.getFirst().matches("[0-9]{1,18}")
                ? Optional.of(Long.parseLong(lengths.getFirst()))
                : Optional.empty();
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    private static String value(String field) {
        return field.substring(field.indexOf(':') + 1).strip();
    }
}
