package dev.slipway.model.account;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// A user's handle, such as `ada`: chosen once, shown in lists and used in mentions.
public record UserId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,38}");

    public UserId {
        TextValue.check("user id", value, RULE, "1 to 39 lower-case letters, digits, dots, hyphens or underscores");
    }
}
