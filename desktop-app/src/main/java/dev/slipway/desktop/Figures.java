package dev.slipway.desktop;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a bench has measured, by names that stay the same from version to version.
final class Figures {
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("load_before", "load average when it began; the processors are shared with what runs beside"),
            Map.entry("startup", "ms from the process's start to the first usable frame, median (goal 2,000)"),
            Map.entry("startup_cpu", "ms that all threads worked for it"),
            Map.entry("open_1m", "ms to open a session of 1,000,000 events (goal 1,000)"),
            Map.entry("open_1m_cpu", "ms that all threads worked for it"),
            Map.entry("open_1m_again", "ms to open it anew, median"),
            Map.entry("jump_pulse_p99", "ms of a pulse that jumps to another place of it, 99th percentile"),
            Map.entry("stream_pulse_p50", "ms of the window's thread in a pulse at 1,000 tokens/s, median"),
            Map.entry("stream_pulse_p99", "the same, 99th percentile (goal 8)"),
            Map.entry("stream_pulse_cpu_p99", "the same, in time of the processor"),
            Map.entry("scroll_fps", "frames a second while scrolling (goal 60)"),
            Map.entry("list_10k_scroll_fps", "the same in a list of 10,000 sessions (goal 60)"),
            Map.entry("fps", "pages a second that show of 30 painted, each different all over 1280 x 800 (goal 25)"),
            Map.entry("viewer_core_share", "% of a core that this process took for them (goal below 60)"),
            Map.entry("film_fps", "the same for a film, every pixel exact"),
            Map.entry("film_balanced_fps", "the same for a film as JPEGs"),
            Map.entry("input_to_pixel_p50", "ms from a key to a pixel that answers it, median (goal 80)"),
            Map.entry("input_to_pixel_busy_p50", "the same while all of the desktop changes"),
            Map.entry("heap_growth", "MB an hour of streaming adds (goal 0)"),
            Map.entry("heap_used", "MB in use after it"));

    private final Map<String, Double> values = new LinkedHashMap<>();

    void put(String name, double value) {
        values.put(name, value);
    }

    /// The median of several runs, and their spread.
    void put(String name, List<Double> runs) {
        put(name, PulseCost.quantile(runs, 0.5));
        put(name + "_min", Collections.min(runs));
        put(name + "_max", Collections.max(runs));
    }

    void putLoad(String name) {
        put(name, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /// What pulses cost: by the clock, which whatever else runs makes longer, and in time of the processor.
    void putPulses(String name, PulseCost cost) {
        put(name + "_p50", cost.millis(0.5));
        put(name + "_p99", cost.millis(0.99));
        put(name + "_cpu_p50", cost.cpuMillis(0.5));
        put(name + "_cpu_p99", cost.cpuMillis(0.99));
    }

    /// All of them, for programs.
    /// @param bench whose they are
    String json(String bench) {
        List<String> parts = values.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "\"%s\":%.1f", entry.getKey(), entry.getValue()))
                .toList();
        return "{\"" + bench + "\":{" + String.join(",", parts) + "}}";
    }

    /// All of them, a line each, for people.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        values.forEach((name, value) ->
                lines.add(String.format(Locale.ROOT, "%-24s %10.1f  %s", name, value, MEANINGS.getOrDefault(name, ""))
                        .strip()));
        return lines;
    }
}
