package dev.slipway.host;

import java.util.random.RandomGenerator;

/// What a call and every process that it starts carry until they end, so that all of them can be found and
/// ended: a hard limit on file locks, which Linux has ignored since 2.4.25 but inherits, shows, and lets nobody
/// raise.
/// @param group a number of nine digits that many calls may share, such as those into one sandbox
/// @param call  which of them, 0 to 999,999
public record Mark(long group, int call) {
    private static final long FIRST_GROUP = 100_000_000L;
    private static final long LAST_GROUP = 999_999_999L;
    private static final int CALLS = 1_000_000;

    public Mark {
        if (group < FIRST_GROUP || group > LAST_GROUP || call < 0 || call >= CALLS) {
            throw new IllegalArgumentException("no mark: " + group + "/" + call);
        }
    }

    /// A group that nothing else on the host is likely to have.
    public static long randomGroup(RandomGenerator random) {
        return random.nextLong(FIRST_GROUP, LAST_GROUP + 1);
    }

    /// The limit's value: group and call side by side as decimal digits, so that a pattern can match a whole
    /// group.
    public long limit() {
        return group * CALLS + call;
    }

    /// The pattern that matches this call alone.
    String pattern() {
        return Long.toString(limit());
    }

    /// The pattern that matches every call of a group.
    static String pattern(long group) {
        return group + "[0-9]{6}";
    }
}
