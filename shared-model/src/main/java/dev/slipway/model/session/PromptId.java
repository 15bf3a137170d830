package dev.slipway.model.session;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// A prompt's id within its session. A client may choose it before sending, so that sending again can't act twice.
public record PromptId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public PromptId {
        TextValue.check("prompt id", value, RULE, "1 to 64 letters, digits, hyphens or underscores");
    }
}
