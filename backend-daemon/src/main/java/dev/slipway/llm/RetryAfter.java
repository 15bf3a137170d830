package dev.slipway.llm;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads how long a provider asks to wait: `retry-after-ms` in milliseconds (OpenAI, Anthropic), else
/// `retry-after` in seconds or as an HTTP date (RFC 9110, section 10.2.3).
final class RetryAfter {
    private static final double MOST_SECONDS = 365.0 * 24 * 3600;

    private RetryAfter() {}

    /// The headers of a response.
    interface Headers {
        Headers NONE = name -> null;

        @Nullable String get(String name);
    }

    static Optional<Duration> of(Headers headers) {
        return number(headers.get("retry-after-ms"), 1_000)
                .or(() -> number(headers.get("retry-after"), 1))
                .or(() -> instant(headers.get("date"))
                        .flatMap(now -> instant(headers.get("retry-after")).map(then -> until(now, then))));
    }

    private static Optional<Duration> number(@Nullable String text, double perSecond) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            double seconds = Double.parseDouble(text.strip()) / perSecond;
            return seconds >= 0 && seconds <= MOST_SECONDS
                    ? Optional.of(Duration.ofNanos((long) (seconds * 1e9)))
                    : Optional.empty();
        } catch (NumberFormatException notNumber) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notDate) {
            return Optional.empty();
        }
    }

    private static Duration until(Instant now, Instant then) {
        return then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
    }
}
