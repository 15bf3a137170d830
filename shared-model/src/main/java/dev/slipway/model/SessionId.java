package dev.slipway.model;

import java.util.regex.Pattern;

/// A session's id: 13 characters of Crockford's base 32 in lower case, the first nine of which are the milliseconds
/// since 1970 of its creation, so that ids sort by age. Short enough for a branch name, safe in a path.
public record SessionId(String value) implements TextValue, Comparable<SessionId> {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern RULE = Pattern.compile("[0-9a-hjkmnp-tv-z]{13}");

    public SessionId {
        TextValue.check("session id", value, RULE, "13 letters and digits, as `slipway sessions` shows them");
    }

    /// The id for a session created at this moment.
    /// @param epochMillis milliseconds since 1970
    /// @param random      any number; its lowest 20 bits tell apart what is created in one millisecond
    public static SessionId of(long epochMillis, long random) {
        StringBuilder text = new StringBuilder(13);
        for (int shift = 40; shift >= 0; shift -= 5) {
            text.append(DIGITS.charAt((int) (epochMillis >>> shift) & 31));
        }
        for (int shift = 15; shift >= 0; shift -= 5) {
            text.append(DIGITS.charAt((int) (random >>> shift) & 31));
        }
        return new SessionId(text.toString());
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }
}
