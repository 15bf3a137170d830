package dev.slipway.daemon;

import dev.slipway.image.ImageSettings;
import dev.slipway.image.ImageSettings.KeepFree;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns what is configured of images into what `image` speaks of.
final class ImageConfig {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5}) ?([smhd])");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(%|[KMGT]i?B?)");

    private ImageConfig() {}

    static ImageSettings settings(Config.Images config) {
        ImageSettings usual = ImageSettings.DEFAULT;
        Map<HostId, KeepFree> hosts = new HashMap<>();
        config.hosts().forEach((host, rule) -> hosts.put(new HostId(host), keepFree("hosts." + host, rule)));
        return new ImageSettings(
                time("cadence", config.cadence()),
                config.usedWithinDays().isPresent()
                        ? Duration.ofDays(atLeastOne("used_within_days", config.usedWithinDays()))
                        : usual.usedWithin(),
                usual.settle(),
                time("time_limit", config.timeLimit()),
                config.atOnce().isPresent() ? atLeastOne("at_once", config.atOnce()) : usual.atOnce(),
                config.keepFree().map(rule -> keepFree("keep_free", rule)).orElse(usual.keepFree()),
                hosts);
    }

    private static Duration time(String key, String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw malformed(key, text, "It is a time such as 30m, 6h or 1d.");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static int atLeastOne(String key, OptionalInt value) {
        if (value.orElseThrow() < 1) {
            throw malformed(key, Integer.toString(value.getAsInt()), "It is at least 1.");
        }
        return value.getAsInt();
    }

    private static KeepFree keepFree(String key, String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw malformed(key, text, "It is a part of the disk such as 10%, or a size such as 20G.");
        }
        long number = Long.parseLong(size.group(1));
        if (size.group(2).equals("%")) {
            if (number > 90) {
                throw malformed(key, text, "At most 90% of a disk can be kept free.");
            }
            return new KeepFree((int) number, Long.MAX_VALUE);
        }
        int power = "KMGT".indexOf(size.group(2).toUpperCase(Locale.ROOT).charAt(0)) + 1;
        return new KeepFree(100, number << (10 * power));
    }

    private static ProblemException malformed(String key, String value, String rule) {
        return Problem.invalid(
                        "malformed-images",
                        "The building of images is configured wrongly",
                        "images." + key + " is \"" + value + "\".")
                .withRemedy(rule)
                .toException();
    }
}
