package dev.slipway.session;

import dev.slipway.pool.LifeCycle.Wanted;
import java.time.Duration;

/// How long sessions keep their sandboxes.
/// @param idleAfter how long one may be idle until it is released
/// @param programs  how long a program that the agent left running keeps it
/// @param pace      how often that is looked at
/// @param grace     how long a sandbox that nobody claims is left alone after it was found
public record RoomRules(Duration idleAfter, Duration programs, Duration pace, Duration grace) {
    public static final RoomRules STANDARD =
            new RoomRules(Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofSeconds(15), Duration.ofMinutes(1));

    public RoomRules withIdleAfter(Duration other) {
        return new RoomRules(other, programs, pace, grace);
    }

    Wanted atRest() {
        return new Wanted(false, idleAfter, programs);
    }

    Wanted forUse() {
        return new Wanted(true, idleAfter, programs);
    }
}
