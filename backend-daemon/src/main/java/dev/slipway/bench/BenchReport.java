package dev.slipway.bench;

import dev.slipway.model.wire.Json;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Where benches say what they measured: an aligned table for people, one JSON object a line for programs.
public final class BenchReport {
    private final PrintStream out;
    private final boolean json;

    BenchReport(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    public void report(String bench, String metric, double value, String unit) {
        report(bench, metric, value, unit, Map.of());
    }

    /// @param unit   such as `ms`, `MB`, `1/s`
    /// @param extras what explains the figure: number of runs, spread, settings
    public void report(String bench, String metric, double value, String unit, Map<String, ?> extras) {
        out.println(
                json ? jsonLine(bench, metric, value, unit, extras) : tableLine(bench, metric, value, unit, extras));
        out.flush();
    }

    private static String jsonLine(String bench, String metric, double value, String unit, Map<String, ?> extras) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("bench", bench);
        line.put("metric", metric);
        line.put("value", rounded(value));
        line.put("unit", unit);
        line.putAll(extras);
        return Json.write(line);
    }

    private static String tableLine(String bench, String metric, double value, String unit, Map<String, ?> extras) {
        String number = value >= 1_000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
        String notes = extras.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%-10s %-30s %12s %-5s %s", bench, metric, number, unit, notes)
                .stripTrailing();
    }

    /// Four significant digits: no bench repeats more exactly.
    private static double rounded(double value) {
        return value == 0 || !Double.isFinite(value)
                ? value
                : new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
