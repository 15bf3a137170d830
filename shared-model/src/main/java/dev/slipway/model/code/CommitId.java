package dev.slipway.model.code;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// A commit's SHA-1, 40 lower-case hexadecimal digits.
public record CommitId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[0-9a-f]{40}");

    public CommitId {
        TextValue.check("commit id", value, RULE, "40 hexadecimal digits");
    }

    /// The first seven digits, for people.
    public String abbreviated() {
        return value.substring(0, 7);
    }
}
