package dev.slipway.daemon;

import dev.slipway.api.Metrics;
import dev.slipway.pool.Leases;
import dev.slipway.pool.WarmTotals;
import java.util.Map;

/// What warm sandboxes say of themselves to a monitoring system.
final class WarmMetrics {
    private WarmMetrics() {}

    static void register(Metrics metrics, Leases leases) {
        metrics.gauges("slipway_warm_sandboxes", "Sandboxes that no session has yet.", "state", () -> {
            WarmTotals now = leases.totals();
            return Map.of("waiting", now.waiting(), "draft", now.drafts());
        });
        metrics.sums("slipway_warm_claims_total", "Claims of sandboxes since the home was made.", "outcome", () -> {
            WarmTotals now = leases.totals();
            return Map.of("hit", now.hits(), "miss", now.misses());
        });
        metrics.sums("slipway_warm_drafts_total", "Drafts for which a sandbox was claimed.", "outcome", () -> {
            WarmTotals now = leases.totals();
            return Map.of("used", now.draftsUsed(), "abandoned", now.draftsAbandoned());
        });
        metrics.sums("slipway_warm_minutes_total", "Minutes that warm sandboxes lived.", "outcome", () -> {
            WarmTotals now = leases.totals();
            return Map.of("used", now.usedMinutes(), "wasted", now.wastedMinutes());
        });
    }
}
