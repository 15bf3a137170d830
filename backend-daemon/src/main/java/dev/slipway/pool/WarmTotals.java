package dev.slipway.pool;

/// What warm sandboxes won and wasted since the daemon's home was made.
/// @param waiting       how many wait now
/// @param drafts        how many are kept for a draft now
/// @param usedMinutes   of those that a session got
/// @param wastedMinutes of those that were thrown away unused
/// @param aliveMinutes  of those that are there now
public record WarmTotals(
        int waiting,
        int drafts,
        long hits,
        long misses,
        long draftsUsed,
        long draftsAbandoned,
        double usedMinutes,
        double wastedMinutes,
        double aliveMinutes) {}
