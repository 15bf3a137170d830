package dev.slipway.cli;

import dev.slipway.cli.JournalFeed.News;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.SessionCalls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The story of following a session in the terminal until what the person waits for has happened.
final class Following {
    private static final Duration PULSE = Duration.ofSeconds(1);

    /// What a person waits for.
    sealed interface Until {
        /// The end of the turn that a prompt starts or joins; empty: the session's first.
        record TurnOf(Optional<PromptId> prompt) implements Until {}

        /// Until no turn runs and no prompt waits.
        record AtRest() implements Until {}

        record Forever() implements Until {}
    }

    private final Slipway slipway;
    private final SessionId session;
    private final Until until;
    private final Transcript transcript;
    private @Nullable TurnId turn;
    private boolean lost;
    private long seen;
    private int exitCode = ExitCode.OK;
    private boolean farewell = true;

    Following(Slipway slipway, SessionId session, Until until) {
        this.slipway = slipway;
        this.session = session;
        this.until = until;
        this.transcript = new Transcript(slipway.console());
    }

    /// For a session that does not go on without its follower.
    Following withoutFarewell() {
        farewell = false;
        return this;
    }

    /// @param from the first row to show
    /// @return the exit code
    int run(long from) throws InterruptedException {
        Thread detached = Thread.ofPlatform().unstarted(this::sayThatItGoesOn);
        Runtime.getRuntime().addShutdownHook(detached);
        try (JournalFeed feed =
                new JournalFeed(slipway.api().http(), slipway::address, session, from, InstantSource.system())) {
            boolean over = false;
            while (!over) {
                over = switch (feed.next(PULSE)) {
                    case News.Rows rows -> show(rows);
                    case News.Connected connected -> connected(connected);
                    case News.Lost why -> lost(why);
                    case News.Typing typing -> {
                        slipway.console().status("  … " + typing.who().name() + " types");
                        yield false;
                    }
                    case News.Nothing nothing -> until instanceof Until.AtRest && atRest();
                };
            }
            slipway.console().endLine();
            return exitCode;
        } finally {
            forget(detached);
        }
    }

    private boolean show(News.Rows rows) throws InterruptedException {
        boolean over = false;
        for (int i = 0; i < rows.events().size(); i++) {
            if (slipway.json) {
                slipway.console().line(rows.raw().get(i));
            } else {
                transcript.show(rows.events().get(i));
            }
            seen = rows.events().get(i).seq();
            over |= ends(rows.events().get(i));
            if (over && until instanceof Until.TurnOf) {
                return true;
            }
        }
        if (!slipway.json) {
            rows.live().forEach(transcript::show);
        }
        return over && atRest();
    }

    /// Whether this row may be what is waited for.
    private boolean ends(Envelope envelope) {
        return switch (envelope.event()) {
            case SessionEvent.PromptDelivered e -> {
                if (until instanceof Until.TurnOf(Optional<PromptId> prompt)
                        && turn == null
                        && (prompt.isEmpty() || prompt.get().equals(e.prompt()))) {
                    turn = e.turn();
                }
                yield false;
            }
            case SessionEvent.PromptWithdrawn e -> {
                boolean ours = until instanceof Until.TurnOf(Optional<PromptId> prompt)
                        && prompt.filter(e.prompt()::equals).isPresent();
                exitCode = ours ? ExitCode.TURN_FAILED : exitCode;
                yield ours;
            }
            case SessionEvent.TurnCompleted e -> ended(e.turn(), ExitCode.OK);
            case SessionEvent.TurnFailed e -> ended(e.turn(), ExitCode.TURN_FAILED);
            case SessionEvent.TurnStopped e -> ended(e.turn(), ExitCode.TURN_FAILED);
            case SessionEvent.TurnInterrupted e -> ended(e.turn(), ExitCode.TURN_FAILED);
            default -> false;
        };
    }

    private boolean ended(TurnId which, int code) {
        return switch (until) {
            case Until.Forever forever -> false;
            case Until.AtRest rest -> {
                exitCode = code;
                yield true;
            }
            case Until.TurnOf of -> {
                exitCode = which.equals(turn) ? code : exitCode;
                yield which.equals(turn);
            }
        };
    }

    private boolean atRest() throws InterruptedException {
        SessionCalls.SessionDetail detail =
                slipway.api().call(SessionCalls.GET, session.value()).value();
        SessionState state = detail.summary().state();
        return seen >= detail.summary().lastSeq()
                && detail.queue().isEmpty()
                && state != SessionState.WORKING
                && state != SessionState.STOPPING;
    }

    private boolean connected(News.Connected connected) {
        if (connected.again() && lost) {
            say("The connection is back.");
        }
        lost = false;
        return false;
    }

    private boolean lost(News.Lost why) {
        if (!lost) {
            say("The connection to the daemon is lost (" + why.why()
                    + "); trying to come back. Nothing of the session is lost.");
        }
        lost = true;
        return false;
    }

    private void say(String text) {
        if (slipway.json) {
            slipway.console().aside(text);
        } else {
            transcript.aside(SafeText.line(text, 300));
        }
    }

    private void sayThatItGoesOn() {
        if (!farewell) {
            return;
        }
        slipway.console().aside("");
        slipway.console()
                .aside("Detached; the session goes on. See it again: slipway show " + session.value()
                        + " --follow     Stop it: slipway stop " + session.value());
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already: the hook runs.
            return;
        }
    }
}
