package dev.slipway.model.session;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// Which model, as `provider/model`, such as `anthropic/claude-sonnet-4-5` or `ollama/qwen3:8b`; the first part is a
/// provider's name in the configuration. Without a slash: a model of the default provider.
public record ModelName(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,199}");

    public ModelName {
        TextValue.check("model name", value, RULE, "like provider/model, at most 200 letters, digits and ._:@/+-");
    }
}
