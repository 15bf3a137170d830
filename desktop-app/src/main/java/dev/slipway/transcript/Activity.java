package dev.slipway.transcript;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import java.time.Instant;
import java.util.Optional;

/// What the agent is doing.
/// @param since  when that began
/// @param detail more words about it, in plain text; empty text for none
/// @param due    when a wait ends, where that is known
/// @param place  what there is of a sandbox, which decides what a tool waits for
public record Activity(Kind kind, Instant since, String detail, Optional<Instant> due, Place place) {
    /// Each is a text of the interface.
    public enum Kind {
        RESTING,
        STARTING,
        /// A tool waits until the sandbox is made.
        WAITING_FOR_SANDBOX,
        /// The sandbox is there; what changes files waits until the work tree is in step with the base branch.
        WAITING_FOR_SYNC,
        THINKING,
        WRITING,
        RUNNING_TOOL,
        RETRYING,
        /// The provider asks to wait.
        RATE_LIMITED
    }

    enum Place {
        NONE,
        READY,
        SYNCED
    }

    public static final Activity RESTING = new Activity(Kind.RESTING, Instant.EPOCH, "", Optional.empty(), Place.NONE);

    static boolean ends(SessionEvent event) {
        return event instanceof SessionEvent.TurnCompleted
                || event instanceof SessionEvent.TurnStopped
                || event instanceof SessionEvent.TurnFailed
                || event instanceof SessionEvent.TurnInterrupted;
    }

    Activity after(Envelope envelope) {
        return switch (envelope.event()) {
            case SessionEvent.TurnStarted _ -> now(Kind.STARTING, "", envelope);
            case SessionEvent.ModelCallStarted call ->
                now(Kind.THINKING, call.model().value(), envelope);
            case SessionEvent.ToolCallRequested call -> now(waiting(place), call.summary(), envelope);
            case SessionEvent.ToolCallStarted _ -> now(Kind.RUNNING_TOOL, detail, envelope);
            case SessionEvent.ToolCallCompleted _ -> now(Kind.STARTING, "", envelope);
            case SessionEvent.SandboxReady _ -> at(Place.READY);
            case SessionEvent.WorkspaceSynced _ -> at(Place.SYNCED);
            case SessionEvent.SandboxReleased _ -> at(Place.NONE);
            case SessionEvent.ModelRetryScheduled retry ->
                new Activity(
                        retry.problem().code().contains("rate") ? Kind.RATE_LIMITED : Kind.RETRYING,
                        envelope.at(),
                        retry.problem().title(),
                        Optional.of(envelope.at().plus(retry.delay())),
                        place);
            case SessionEvent event when ends(event) -> now(Kind.RESTING, "", envelope);
            default -> this;
        };
    }

    /// The model's first words are here.
    Activity writing(Instant at) {
        return kind == Kind.THINKING ? new Activity(Kind.WRITING, at, detail, Optional.empty(), place) : this;
    }

    private static Kind waiting(Place place) {
        return switch (place) {
            case NONE -> Kind.WAITING_FOR_SANDBOX;
            case READY -> Kind.WAITING_FOR_SYNC;
            case SYNCED -> Kind.STARTING;
        };
    }

    private Activity at(Place next) {
        Kind waits = kind == Kind.WAITING_FOR_SANDBOX || kind == Kind.WAITING_FOR_SYNC ? waiting(next) : kind;
        return new Activity(waits, since, detail, due, next);
    }

    private Activity now(Kind next, String words, Envelope envelope) {
        boolean goesOn = next == kind && next != Kind.RESTING;
        return new Activity(next, goesOn ? since : envelope.at(), words, Optional.empty(), place);
    }
}
