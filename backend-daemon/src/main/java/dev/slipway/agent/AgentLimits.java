package dev.slipway.agent;

import java.time.Duration;

/// What keeps an agent from going on for ever.
/// @param steps         model calls in one turn
/// @param call          how long one model call may take, retries included
/// @param contextTokens the context window of models whose window is not known
/// @param compactAt     share of the context window above which the conversation is compacted, 0 to 1
/// @param keepVerbatim  share of the context window that compaction leaves as it is, 0 to 1
public record AgentLimits(int steps, Duration call, int contextTokens, double compactAt, double keepVerbatim) {

    public static final AgentLimits STANDARD = new AgentLimits(200, Duration.ofMinutes(20), 128_000, 0.8, 0.15);

    public AgentLimits {
        if (steps < 1 || contextTokens < 1 || !(keepVerbatim >= 0 && keepVerbatim < compactAt)) {
            throw new IllegalArgumentException("These limits leave no room to work: steps " + steps + ", context "
                    + contextTokens + ", compact at " + compactAt + ", keep " + keepVerbatim);
        }
    }

    AgentLimits withSteps(int most) {
        return new AgentLimits(most, call, contextTokens, compactAt, keepVerbatim);
    }

    AgentLimits withContextTokens(int window) {
        return new AgentLimits(steps, call, window, compactAt, keepVerbatim);
    }

    AgentLimits withCall(Duration longest) {
        return new AgentLimits(steps, longest, contextTokens, compactAt, keepVerbatim);
    }
}
