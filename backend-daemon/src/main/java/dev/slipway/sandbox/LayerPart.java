package dev.slipway.sandbox;

import dev.slipway.model.TextValue;
import java.util.Locale;
import java.util.regex.Pattern;

/// A part of a layer on its way to another host, as said before its bytes: see `export.sh`.
/// @param number  from 0
/// @param length  of what follows, in bytes
/// @param digest  SHA-256 of what is packed, before it was packed, in hexadecimal
public record LayerPart(int number, long length, String digest, Packing packing) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BLANK = Pattern.compile(" ");

    /// How a part is made smaller.
    public enum Packing {
        NONE,
        ZSTD,
        GZIP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LayerPart {
        TextValue.check("digest of a part", digest, DIGEST, "64 hexadecimal digits");
        if (number < 0 || length < 0) {
            throw new IllegalArgumentException("no part of a layer: " + number + ", " + length + " bytes");
        }
    }

    /// Reads what [#line()] wrote.
    public static LayerPart parse(String line) {
        String[] words = BLANK.split(line, -1);
        if (words.length != 5 || !words[0].equals("part")) {
            throw new IllegalArgumentException("not a part of a layer: " + line);
        }
        return new LayerPart(
                Integer.parseInt(words[1]),
                Long.parseLong(words[2]),
                words[3],
                Packing.valueOf(words[4].toUpperCase(Locale.ROOT)));
    }

    /// As it goes over the wire.
    public String line() {
        return "part " + number + " " + length + " " + digest + " " + packing.word();
    }
}
