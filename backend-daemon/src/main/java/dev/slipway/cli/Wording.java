package dev.slipway.cli;

import dev.slipway.model.code.DiffStat;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How figures read.
final class Wording {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private Wording() {}

    static String duration(Duration took) {
        long millis = took.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return took.toMinutes() < 60
                ? took.toMinutes() + " min " + took.toSecondsPart() + " s"
                : took.toHours() + " h " + took.toMinutesPart() + " min";
    }

    /// The time of day here.
    static String clock(Instant then) {
        return CLOCK.format(then);
    }

    static String ago(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
    }

    static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d ", number) + (number == 1 ? one : many);
    }

    static String change(DiffStat stat) {
        return count(stat.files(), "file", "files") + ", +" + stat.additions() + " −" + stat.deletions();
    }

    static String tokens(Usage usage) {
        return String.format(
                Locale.ROOT,
                "%,d tokens in, %,d out",
                usage.input() + usage.cacheRead() + usage.cacheWrite(),
                usage.output());
    }

    static String cost(Cost cost) {
        return cost.complete()
                ? cost.known().microUsd() == 0 ? "$0" : cost.known().toString()
                : cost.known().microUsd() == 0 ? "price unknown" : "at least " + cost.known();
    }

    static String bytes(long bytes) {
        return bytes < 10_000 ? bytes + " B" : bytes < 10_000_000 ? bytes / 1000 + " kB" : bytes / 1_000_000 + " MB";
    }
}
