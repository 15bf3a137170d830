package dev.slipway.api;

import dev.slipway.model.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Decodes the path and the query of a request. Whatever is ambiguous is refused rather than interpreted: a segment
/// that is a dot or two, an encoded slash, a control character, bytes that are not UTF-8.
final class RequestPath {
    private RequestPath() {}

    /// The segments of a path as it came, without the leading slash.
    static List<String> segments(String raw) {
        List<String> segments = new ArrayList<>();
        for (String part : raw.substring(1).split("/", -1)) {
            String segment = decode(part);
            boolean bad = segment.equals(".")
                    || segment.equals("..")
                    || segment.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
            if (bad) {
                throw malformed("A part of the path is `.`, `..`, or holds a slash or a control character.");
            }
            segments.add(segment);
        }
        return segments;
    }

    /// The parameters of a query; each may appear once.
    static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw.isEmpty()) {
            return query;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode((equals < 0 ? pair : pair.substring(0, equals)).replace('+', ' '));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1).replace('+', ' '));
            if (!pair.isEmpty() && query.put(name, value) != null) {
                throw malformed("The query holds a parameter twice.");
            }
        }
        return query;
    }

    private static String decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.chars().allMatch(c -> c < 0x80)) {
            return raw;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length()
                        || !HexFormat.isHexDigit(raw.charAt(i + 1))
                        || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                    throw malformed("A percent sign is not followed by two hexadecimal digits.");
                }
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw malformed("It holds a character that must be percent-encoded.");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.invalid("malformed-path", TITLE, "Its percent-encoded bytes are not UTF-8.")
                    .toException(e);
        }
    }

    private static final String TITLE = "This address can't be understood";

    private static RuntimeException malformed(String detail) {
        return Problem.invalid("malformed-path", TITLE, detail).toException();
    }
}
