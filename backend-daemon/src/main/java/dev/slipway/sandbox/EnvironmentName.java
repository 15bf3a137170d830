package dev.slipway.sandbox;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// The rule for names of environment variables: what a shell can export.
final class EnvironmentName {
    private static final Pattern RULE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,200}");

    private EnvironmentName() {}

    static void check(String name) {
        TextValue.check(
                "name of a variable", name, RULE, "letters, digits and underscores, not beginning with a digit");
    }
}
