package dev.slipway.sandbox;

import dev.slipway.model.TextValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// A layer's id: an immutable directory tree, of which a sandbox stacks several. Short, as the kernel takes all
/// the names of a stack in one page of 4,096 bytes.
public record LayerId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[a-z0-9]{1,16}");
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    /// The empty layer at the bottom of every stack: `/workspace`, the home directory, `/tmp`.
    public static final LayerId BOTTOM = new LayerId("bottom");

    public LayerId {
        TextValue.check("layer id", value, RULE, "1 to 16 lower-case letters or digits");
    }

    /// The id of what a stack of layers has together.
    static LayerId of(List<LayerId> stack) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            stack.forEach(layer -> digest.update((layer.value() + ":").getBytes(StandardCharsets.US_ASCII)));
            return new LayerId("f" + HexFormat.of().formatHex(digest.digest()).substring(0, 15));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// A new id: 60 random bits.
    public static LayerId random(RandomGenerator random) {
        StringBuilder text = new StringBuilder(12);
        for (int i = 0; i < 12; i++) {
            text.append(DIGITS.charAt(random.nextInt(32)));
        }
        return new LayerId(text.toString());
    }
}
