package dev.slipway.sandbox;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// A sandbox's id on its host: a session's id will do. Safe in a path.
public record SandboxId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    public SandboxId {
        TextValue.check("sandbox id", value, RULE, "1 to 40 lower-case letters, digits or hyphens");
    }
}
