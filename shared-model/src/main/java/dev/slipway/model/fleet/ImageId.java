package dev.slipway.model.fleet;

import dev.slipway.model.SessionId;
import dev.slipway.model.TextValue;
import java.util.regex.Pattern;

/// An image's id, and its build's: 13 letters and digits made as those of a [SessionId], so that ids sort by age.
public record ImageId(String value) implements TextValue, Comparable<ImageId> {
    private static final Pattern RULE = Pattern.compile("[0-9a-hjkmnp-tv-z]{13}");

    public ImageId {
        TextValue.check("image id", value, RULE, "13 letters and digits, as `slipway image list` shows them");
    }

    /// The id for a build that is asked for at this moment.
    /// @param epochMillis milliseconds since 1970
    /// @param random      any number; its lowest 20 bits tell apart what is asked for in one millisecond
    public static ImageId of(long epochMillis, long random) {
        return new ImageId(SessionId.of(epochMillis, random).value());
    }

    @Override
    public int compareTo(ImageId other) {
        return value.compareTo(other.value);
    }
}
