package dev.slipway.model.fleet;

import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// A host's name in its pool, such as `local` or `build-3`.
public record HostId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?");

    /// The machine that the daemon itself runs on.
    public static final HostId LOCAL = new HostId("local");

    public HostId {
        TextValue.check("host id", value, RULE, "1 to 63 lower-case letters, digits, dots or hyphens");
    }
}
