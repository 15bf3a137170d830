package dev.slipway.model.statistics;

import dev.slipway.model.session.Cost;
import dev.slipway.model.session.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How Slipway serves its people. The primary figure is `sessionsWithMergedPullRequest`.
/// @param from              start of the period; `to` is its end
/// @param activePrompters   people who prompted in the last five minutes
/// @param timeToFirstToken  median over the period's turns, from a prompt's acceptance to the first token
public record Statistics(
        Instant from,
        Instant to,
        long sessions,
        long sessionsWithMergedPullRequest,
        long pullRequestsOpened,
        long pullRequestsMerged,
        long prompts,
        long turns,
        int activePrompters,
        Optional<Duration> timeToFirstToken,
        Usage usage,
        Cost cost) {}
