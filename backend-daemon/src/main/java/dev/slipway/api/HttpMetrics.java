package dev.slipway.api;

import java.util.concurrent.atomic.AtomicBoolean;

/// Counts requests and how long they take, by route and status.
final class HttpMetrics {
    /// Seconds.
    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

    private final Metrics.Histogram durations;

    HttpMetrics(Metrics metrics) {
        durations = metrics.histogram(
                "slipway_http_request_duration_seconds",
                "HTTP requests by route and status.",
                BOUNDS,
                "route",
                "status");
    }

    Timing begin() {
        return new Timing();
    }

    /// One request under way.
    final class Timing {
        private final long began = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile String route = "none";

        /// Names the route once it is known; a request that has none is counted as `none`.
        void route(String name) {
            route = name;
        }

        void end(int status) {
            if (ended.compareAndSet(false, true)) {
                durations.observe((System.nanoTime() - began) / 1e9, route, Integer.toString(status));
            }
        }
    }
}
