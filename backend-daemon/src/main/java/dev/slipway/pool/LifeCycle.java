package dev.slipway.pool;

import dev.slipway.model.fleet.HostId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// Decides what becomes of a session's sandbox, from what is seen of it and what is wanted of it. Pure: what it says
/// depends on what it is given only, and each answer has its reason.
public final class LifeCycle {
    /// A host that has no room left gives up what nobody used for so long.
    static final Duration SHORT_IDLE = Duration.ofMinutes(1);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private LifeCycle() {}

    /// What there is.
    public enum Standing {
        /// Nothing, and there never was.
        NONE,
        /// It runs.
        RUNNING,
        /// Its files are there, its programs have ended: the host was restarted.
        STOPPED,
        /// It was released.
        RELEASED,
        /// Its host does not answer, though not for so long that it is given up.
        SILENT,
        /// Its host has not answered for long, or is no more, or it is not there.
        LOST
    }

    /// @param host      where it is or was
    /// @param draining  whether sandboxes are to leave that host
    /// @param snapshot  when the newest snapshot was taken that can be had now
    /// @param idleSince when it was last used
    /// @param holds     why it must stay
    /// @param pressed   why its host needs room, if it does and no other sandbox there has been idle for longer
    public record Seen(
            Standing standing,
            Optional<HostId> host,
            boolean draining,
            Optional<Instant> snapshot,
            Instant idleSince,
            List<Hold> holds,
            Optional<String> pressed) {
        public Seen {
            holds = List.copyOf(holds);
        }
    }

    /// @param now       whether somebody needs it now
    /// @param idleAfter how long it may be idle
    /// @param programs  how long a program that the agent left running holds it
    public record Wanted(boolean now, Duration idleAfter, Duration programs) {}

    /// What to do.
    public enum Action {
        /// Nothing: there is nothing to be done, or nothing that can be.
        NOTHING,
        /// Leave it as it is, or use it as it is.
        KEEP,
        /// Start it again with its files.
        RESTART,
        /// Take a snapshot, then destroy it.
        RELEASE,
        /// Make it from its newest snapshot.
        RESTORE,
        /// Take it to another host.
        MOVE,
        /// Make it from the repository.
        MAKE
    }

    /// @param reason a sentence without its end, for the transcript and the log
    public record Decision(Action action, String reason) {}

    public static Decision decide(Seen seen, Wanted wanted, Instant now) {
        return wanted.now() ? forUse(seen) : atRest(seen, wanted, now);
    }

    private static Decision forUse(Seen seen) {
        return switch (seen.standing()) {
            case NONE -> new Decision(Action.MAKE, "there was none");
            case RUNNING ->
                seen.draining()
                        ? new Decision(Action.MOVE, host(seen) + " is being drained")
                        : new Decision(Action.KEEP, "it runs");
            case STOPPED -> new Decision(Action.RESTART, "its programs had ended with " + host(seen));
            case SILENT -> new Decision(Action.NOTHING, host(seen) + " does not answer");
            case RELEASED -> fromSnapshot(seen, "it had been released");
            case LOST -> fromSnapshot(seen, "it is lost with " + host(seen));
        };
    }

    private static Decision fromSnapshot(Seen seen, String why) {
        return seen.snapshot()
                .map(taken -> new Decision(
                        Action.RESTORE, why + "; its files are as they were at " + CLOCK.format(taken) + " UTC"))
                .orElseGet(() -> new Decision(Action.MAKE, why + ", and there is no snapshot of it"));
    }

    private static Decision atRest(Seen seen, Wanted wanted, Instant now) {
        if (seen.standing() != Standing.RUNNING && seen.standing() != Standing.STOPPED) {
            return new Decision(Action.NOTHING, "there is none");
        }
        Optional<Hold> holding =
                seen.holds().stream().filter(hold -> holds(hold, wanted, now)).findFirst();
        if (holding.isPresent()) {
            return new Decision(Action.KEEP, holding.get().says());
        }
        Duration idle = Duration.between(seen.idleSince(), now);
        if (idle.compareTo(wanted.idleAfter()) >= 0) {
            return new Decision(Action.RELEASE, "idle for " + words(idle));
        }
        if (seen.draining()) {
            return new Decision(Action.RELEASE, host(seen) + " is being drained");
        }
        if (seen.pressed().isPresent() && idle.compareTo(SHORT_IDLE) >= 0) {
            return new Decision(
                    Action.RELEASE,
                    "idle for " + words(idle) + ", longest on " + host(seen) + ", and "
                            + seen.pressed().get());
        }
        return new Decision(Action.KEEP, "used " + words(idle) + " ago");
    }

    private static boolean holds(Hold hold, Wanted wanted, Instant now) {
        return hold.kind() != Hold.Kind.PROGRAM
                || Duration.between(hold.since(), now).compareTo(wanted.programs()) < 0;
    }

    private static String host(Seen seen) {
        return seen.host().map(host -> "host " + host.value()).orElse("its host");
    }

    private static String words(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + (seconds == 1 ? " second" : " seconds");
        }
        return seconds < 7200 ? seconds / 60 + " minutes" : seconds / 3600 + " hours";
    }
}
