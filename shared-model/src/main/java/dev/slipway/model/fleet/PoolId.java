package dev.slipway.model.fleet;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// The name of a pool of hosts, such as `gpu`.
public record PoolId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?");

    public PoolId {
        TextValue.check("pool name", value, RULE, "1 to 63 lower-case letters, digits, dots or hyphens");
    }
}
