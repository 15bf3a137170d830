package dev.slipway.git;

/// How much may come into a mirror at once, by a push or out of a sandbox.
/// @param object bytes of one object, unpacked
/// @param pack   bytes of a pack
public record ReceiveLimits(long object, long pack) {
    public static final ReceiveLimits DEFAULT = new ReceiveLimits(200L * 1024 * 1024, 2L * 1024 * 1024 * 1024);
}
