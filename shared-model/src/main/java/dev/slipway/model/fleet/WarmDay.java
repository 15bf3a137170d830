package dev.slipway.model.fleet;

import dev.slipway.model.code.RepositoryId;
import java.time.LocalDate;

/// What the warm sandboxes of a repository won and wasted on a day (UTC). Minutes count from when a sandbox was ready
/// until it was used or thrown away, and belong to the day on which that happened: used and wasted ones together are
/// all
/// that those sandboxes lived.
/// @param hits              claims that found a warm sandbox
/// @param misses            claims for which one was made
/// @param hitMillis         how long the claims that hit waited, all together
/// @param missMillis        how long the others did
/// @param drafts            drafts for which a sandbox was claimed
/// @param draftsUsed        those that became a session
/// @param draftsAbandoned   those that did not
/// @param wonMillis         how much earlier the sessions of drafts had their sandbox, all together
/// @param expired           sandboxes thrown away unused
/// @param usedMinutes       of sandboxes that a session got in the end
/// @param wastedMinutes     of those that were thrown away unused
public record WarmDay(
        RepositoryId repository,
        LocalDate day,
        long hits,
        long misses,
        long hitMillis,
        long missMillis,
        long drafts,
        long draftsUsed,
        long draftsAbandoned,
        long wonMillis,
        long expired,
        double usedMinutes,
        double wastedMinutes) {}
