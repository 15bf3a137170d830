package dev.slipway.model.session;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// The SHA-256 of some bytes kept beside a journal (a tool's whole output, an attachment), 64 hexadecimal digits.
public record BlobId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[0-9a-f]{64}");

    public BlobId {
        TextValue.check("blob id", value, RULE, "64 hexadecimal digits");
    }
}
