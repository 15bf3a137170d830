package dev.slipway.model.event;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// Names a piece of text while it streams, unique in its session; the row that ends the stream carries it too.
public record BlockId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public BlockId {
        TextValue.check("block id", value, RULE, "1 to 64 letters, digits, dots, hyphens or underscores");
    }
}
