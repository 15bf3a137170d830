package dev.slipway.api;

import dev.slipway.model.session.SessionState;
import dev.slipway.model.statistics.Statistics;
import dev.slipway.session.Sessions;
import dev.slipway.statistics.StatisticsBook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What sessions have done, for a monitoring system: asked of the statistics when it looks.
final class WorkMetrics {
    private final StatisticsBook statistics;
    private final InstantSource clock;

    private WorkMetrics(StatisticsBook statistics, InstantSource clock) {
        this.statistics = statistics;
        this.clock = clock;
    }

    static void register(Metrics metrics, Sessions sessions, StatisticsBook statistics, InstantSource clock) {
        WorkMetrics work = new WorkMetrics(statistics, clock);
        metrics.gauges(
                "slipway_sessions",
                "The newest " + Sessions.MAX_PAGE + " sessions by state.",
                "state",
                () -> byState(sessions));
        metrics.sum("slipway_sessions_total", "Sessions created.", () -> work.read(Statistics::sessions));
        metrics.sum("slipway_prompts_total", "Prompts accepted.", () -> work.read(Statistics::prompts));
        metrics.sum("slipway_turns_total", "Turns begun.", () -> work.read(Statistics::turns));
        metrics.sum(
                "slipway_pull_requests_merged_total",
                "Pull requests of sessions that were merged.",
                () -> work.read(Statistics::pullRequestsMerged));
        metrics.sums("slipway_model_calls_total", "Model calls by outcome.", "outcome", work::modelCalls);
        metrics.sums("slipway_tokens_total", "Tokens of model calls by kind.", "kind", work::tokens);
    }

    private static Map<String, Integer> byState(Sessions sessions) {
        Map<SessionState, Integer> counts = new EnumMap<>(SessionState.class);
        sessions.list(Optional.empty(), Optional.empty(), Optional.empty(), Sessions.MAX_PAGE)
                .sessions()
                .forEach(session -> counts.merge(session.state(), 1, Integer::sum));
        Map<String, Integer> named = new LinkedHashMap<>();
        for (SessionState state : SessionState.values()) {
            named.put(state.name(), counts.getOrDefault(state, 0));
        }
        return named;
    }

    private Map<String, Long> tokens() {
        Map<String, Long> tokens = new LinkedHashMap<>();
        tokens.put("input", read(all -> all.usage().input()));
        tokens.put("cache_read", read(all -> all.usage().cacheRead()));
        tokens.put("cache_write", read(all -> all.usage().cacheWrite()));
        tokens.put("output", read(all -> all.usage().output()));
        return tokens;
    }

    private Map<String, Long> modelCalls() {
        try {
            return statistics.modelCalls();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    private long read(ToLongFunction<Statistics> figure) {
        try {
            return figure.applyAsLong(statistics.read(Instant.EPOCH, clock.instant()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
