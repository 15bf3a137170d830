package dev.slipway.mirror;

import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.*;
import java.util.Set;

/// Where an event stands in a transcript. Decided once, when it arrives, and kept with it: so the transcript of a
/// million events opens anywhere without reading the rest.
sealed interface Place {
    /// Begins a row.
    record Begins(String key) implements Place {}

    /// Belongs to the newest row with the same key.
    record Joins(String key) implements Place {}

    /// Waits, with its key, for the event that begins the row.
    record Waits(String key) implements Place {}

    /// Begins a row that those with the same key, which wait, belong to.
    record Gathers(String key) implements Place {}

    /// Belongs to the newest row when that looks at files too, else begins a row.
    record Looks(String key) implements Place {}

    /// Stands in no row.
    record Nowhere() implements Place {}

    Set<String> LOOKING = Set.of("read", "grep", "glob");
    Place ROW = new Begins("");
    Place NOWHERE = new Nowhere();

    static Place of(SessionEvent event) {
        return switch (event) {
            case PromptAccepted e -> new Waits("p " + e.prompt().id().value());
            case PromptEdited e -> new Waits("p " + e.prompt().value());
            case PromptMoved e -> new Waits("p " + e.prompt().value());
            case PromptModeChosen e -> new Waits("p " + e.prompt().value());
            case PromptWithdrawn e -> new Waits("p " + e.prompt().value());
            case PromptDelivered e -> new Gathers("p " + e.prompt().value());
            case ToolCallRequested e when looks(e) -> new Looks("c " + e.call());
            case ToolCallRequested e -> new Begins("c " + e.call());
            case ToolCallStarted e -> new Joins("c " + e.call());
            case ToolCallCompleted e -> new Joins("c " + e.call());
            case SessionCreated _,
                    ModelChosen _,
                    SandboxReady _,
                    SandboxFailed _,
                    SandboxReleased _,
                    SandboxRestored _,
                    SessionForked _,
                    FilesOvertaken _,
                    ToolCallWaited _,
                    ModelRetryScheduled _,
                    TextWritten _,
                    ReasoningWritten _,
                    ConversationCompacted _,
                    TodoChanged _,
                    TurnCompleted _,
                    TurnStopped _,
                    TurnFailed _,
                    TurnInterrupted _,
                    CommitCreated _,
                    PullRequestOpened _,
                    PullRequestReviewed _,
                    PullRequestMerged _,
                    PullRequestClosed _,
                    PullRequestReopened _,
                    NoticeGiven _ -> ROW;
            case SessionRenamed _,
                    SessionArchived _,
                    SessionRestored _,
                    WorkspaceSynced _,
                    TurnStarted _,
                    ModelCallStarted _,
                    ModelCallCompleted _,
                    ModelCallFailed _,
                    BranchPushed _,
                    Unrecognised _ -> NOWHERE;
        };
    }

    /// Whether an event is a call that only looks at files: an agent makes many of these, one after the other.
    static boolean looks(SessionEvent event) {
        return event instanceof ToolCallRequested call
                && call.effect() == Effect.READS
                && LOOKING.contains(call.tool());
    }
}
