package dev.slipway.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How long one thing took, again and again.
final class Timings {
    private final List<Double> milliseconds = new ArrayList<>();

    /// A step that may be interrupted.
    @FunctionalInterface
    interface Step<T> {
        T run() throws InterruptedException;
    }

    <T> T time(Step<T> step) throws InterruptedException {
        long start = System.nanoTime();
        T result = step.run();
        milliseconds.add((System.nanoTime() - start) / 1e6);
        return result;
    }

    /// Reports the median, as `metric` with `_p50` behind it.
    /// @param warmUp how many of the first to leave out: the JVM is still compiling
    void report(BenchReport report, String bench, String metric, int warmUp, Map<String, ?> extras) {
        List<Double> sorted = milliseconds.stream().skip(warmUp).sorted().toList();
        Map<String, Object> all = new HashMap<>(extras);
        all.put("runs", sorted.size());
        all.put("p10", rounded(at(sorted, 0.1)));
        all.put("p90", rounded(at(sorted, 0.9)));
        report.report(bench, metric + "_p50", at(sorted, 0.5), "ms", all);
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
