package dev.slipway.api;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// What the Java machine says of itself. Nothing is looked up before it is asked for.
final class JvmMetrics {
    private JvmMetrics() {}

    static void register(Metrics metrics) {
        Runtime runtime = Runtime.getRuntime();
        metrics.gauge(
                "slipway_jvm_heap_used_bytes",
                "Heap in use, garbage included.",
                () -> runtime.totalMemory() - runtime.freeMemory());
        metrics.gauge("slipway_jvm_heap_max_bytes", "Heap at most.", runtime::maxMemory);
        metrics.gauge(
                "slipway_jvm_threads",
                "Platform threads.",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
        metrics.gauge(
                "slipway_jvm_gc_seconds",
                "Time spent in garbage collection since the start.",
                () -> ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .mapToLong(gc -> gc.getCollectionTime())
                                .sum()
                        / (double) TimeUnit.SECONDS.toMillis(1));
        metrics.gauge(
                "slipway_uptime_seconds",
                "Since the start of the process.",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    }
}
