package dev.slipway.pool;

import java.time.Duration;

/// How sandboxes are kept ready before anyone asks.
/// @param on        whether any are
/// @param each      how many of one repository may wait, unless its own rule says otherwise
/// @param onHost    how many may wait on one host, of all repositories together
/// @param age       after which one that waits is thrown away
/// @param abandoned how long nobody may type until a draft's sandbox is given back
/// @param fetch     how old what was fetched from the origin may be when a draft begins
/// @param pace      between two looks at what waits
public record WarmSettings(
        boolean on, int each, int onHost, Duration age, Duration abandoned, Duration fetch, Duration pace) {
    public static final WarmSettings USUAL = new WarmSettings(
            true, 3, 8, Duration.ofHours(4), Duration.ofMinutes(1), Duration.ofSeconds(20), Duration.ofSeconds(5));

    /// Nothing waits; drafts claim nothing.
    public static final WarmSettings OFF = USUAL.with(false);

    public WarmSettings with(boolean on) {
        return new WarmSettings(on, each, onHost, age, abandoned, fetch, pace);
    }
}
