package dev.slipway.control;

import dev.slipway.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/// Times and durations as people say them.
public final class Times {
    private Times() {}

    /// How long ago, short: `now`, `5 min`, `3 h`, `2 d`, then the date.
    public static String ago(Instant then, Instant now) {
        Duration gone = Duration.between(then, now);
        if (gone.toMinutes() < 1) {
            return Words.text("time.now");
        }
        if (gone.toHours() < 1) {
            return Words.text("time.minutes", gone.toMinutes());
        }
        if (gone.toDays() < 1) {
            return Words.text("time.hours", gone.toHours());
        }
        if (gone.toDays() < 7) {
            return Words.text("time.days", gone.toDays());
        }
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT)
                .withLocale(Words.locale())
                .format(date(then));
    }

    /// The time of day.
    public static String clock(Instant at) {
        return DateTimeFormatter.ofPattern("HH:mm").format(at.atZone(ZoneId.systemDefault()));
    }

    /// The day and the time of day, short.
    public static String moment(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT)
                .withLocale(Words.locale())
                .format(at.atZone(ZoneId.systemDefault()));
    }

    /// How long: `340 ms`, `4.2 s`, `3 min 5 s`, `1 h 12 min`.
    public static String took(Duration duration) {
        if (duration.toMillis() < 1000) {
            return Words.text("took.millis", duration.toMillis());
        }
        if (duration.toSeconds() < 60) {
            return Words.text("took.seconds", Math.round(duration.toMillis() / 100.0) / 10.0);
        }
        return duration.toHours() == 0
                ? Words.text("took.minutes", duration.toMinutes(), duration.toSecondsPart())
                : Words.text("took.hours", duration.toHours(), duration.toMinutesPart());
    }

    public static LocalDate date(Instant at) {
        return LocalDate.ofInstant(at, ZoneId.systemDefault());
    }
}
