package dev.slipway.transcript;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import java.time.Instant;

/// What the agent is doing.
/// @param since when that began
public record Activity(Kind kind, Instant since) {
    /// Each is a text of the interface.
    public enum Kind {
        RESTING,
        STARTING,
        WAITING_FOR_SANDBOX,
        THINKING,
        WRITING,
        RUNNING_TOOL,
        RETRYING
    }

    public static final Activity RESTING = new Activity(Kind.RESTING, Instant.EPOCH);

    Activity after(Envelope envelope) {
        Kind next = switch (envelope.event()) {
            case SessionEvent.TurnStarted _ -> Kind.STARTING;
            case SessionEvent.ModelCallStarted _ -> Kind.THINKING;
            case SessionEvent.ToolCallRequested _ -> Kind.WAITING_FOR_SANDBOX;
            case SessionEvent.ToolCallStarted _ -> Kind.RUNNING_TOOL;
            case SessionEvent.ToolCallCompleted _ -> Kind.STARTING;
            case SessionEvent.ModelRetryScheduled _ -> Kind.RETRYING;
            case SessionEvent.TurnCompleted _,
                    SessionEvent.TurnStopped _,
                    SessionEvent.TurnFailed _,
                    SessionEvent.TurnInterrupted _ -> Kind.RESTING;
            default -> kind;
        };
        return next == kind ? this : new Activity(next, envelope.at());
    }
}
