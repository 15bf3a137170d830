package dev.slipway.model.event;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.BlobId;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.session.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that happened in a session, in the past tense. The journal of these is the session: its state, its
/// conversation and every view are computed from them, so an event is never changed and never removed. A new kind may
/// be added; a client that does not know it sees [Unrecognised].
public sealed interface SessionEvent {

    /// The block of live text that this event ends, if any: from here on the row holds the text.
    default Optional<BlockId> ends() {
        return Optional.empty();
    }

    /// Whether it only tells of the session's place of work, which comes and goes by itself: no news to a person who
    /// follows many sessions.
    default boolean housekeeping() {
        return switch (this) {
            case SandboxReady _, SandboxRestored _, SandboxReleased _, WorkspaceSynced _ -> true;
            default -> false;
        };
    }

    // ---- the session

    /// Always the first row.
    record SessionCreated(
            SessionId session,
            RepositoryId repository,
            BranchName base,
            BranchName branch,
            ModelName model,
            Author creator,
            String title)
            implements SessionEvent {}

    /// The session starts from the files that another one had.
    /// @param taken when it had them; empty where it had no sandbox, and only its branch is the same
    record SessionForked(SessionId from, Optional<Instant> taken, Author by) implements SessionEvent {}

    record SessionRenamed(String title, Author by) implements SessionEvent {}

    /// Out of sight for those who look for what is going on; nothing else changes. The next prompt brings it back.
    record SessionArchived(Author by) implements SessionEvent {}

    record SessionRestored(Author by) implements SessionEvent {}

    record ModelChosen(ModelName model, Author by) implements SessionEvent {}

    // ---- prompts

    /// A person was told that this prompt is accepted: it is on disk.
    record PromptAccepted(Prompt prompt) implements SessionEvent {}

    /// A waiting prompt has a new text.
    record PromptEdited(PromptId prompt, String text, Author by) implements SessionEvent {}

    /// A waiting prompt has a new place.
    /// @param position in the queue of waiting prompts, from 0
    record PromptMoved(PromptId prompt, int position, Author by) implements SessionEvent {}

    /// A waiting prompt is delivered at another time than was said first.
    record PromptModeChosen(PromptId prompt, PromptMode mode, Author by) implements SessionEvent {}

    record PromptWithdrawn(PromptId prompt, Author by) implements SessionEvent {}

    /// The prompt entered the conversation: it waits no more.
    record PromptDelivered(PromptId prompt, TurnId turn) implements SessionEvent {}

    // ---- the sandbox

    /// @param isolation how it is isolated, in words, such as `overlayfs + bubblewrap`
    /// @param took      from asking for it until it could run a tool
    /// @param host   on which it is; empty in journals from before there were several
    /// @param reason why on that host, in a few words; empty where it was there already
    record SandboxReady(String sandbox, String isolation, Duration took, Optional<HostId> host, Optional<String> reason)
            implements SessionEvent {
        public SandboxReady(String sandbox, String isolation, Duration took) {
            this(sandbox, isolation, took, Optional.empty(), Optional.empty());
        }
    }

    /// The sandbox that is ready now has the files of a snapshot; programs that ran then do not run.
    /// @param taken  when
    /// @param reason why it was restored, in words
    record SandboxRestored(String sandbox, Instant taken, String reason) implements SessionEvent {}

    record SandboxFailed(Problem problem) implements SessionEvent {}

    record SandboxReleased(String sandbox, String reason) implements SessionEvent {}

    /// The work tree holds this commit of the base branch, with the session's own commits on top.
    record WorkspaceSynced(CommitId base) implements SessionEvent {}

    /// Files that the agent had read changed when newer commits came into the work tree. The agent is told with its
    /// next step.
    /// @param branch from which they came
    /// @param commit the one that the work tree holds now
    /// @param files  the first of them, relative to the work tree
    /// @param more   how many others there are
    record FilesOvertaken(BranchName branch, CommitId commit, List<String> files, int more) implements SessionEvent {
        public FilesOvertaken {
            files = List.copyOf(files);
        }
    }

    // ---- the turn

    record TurnStarted(TurnId turn, ModelName model, Author author) implements SessionEvent {}

    /// @param call  counted from 1 within the turn
    record ModelCallStarted(TurnId turn, int call, ModelName model) implements SessionEvent {}

    /// A failed call will be made again.
    /// @param attempt the attempt that failed, from 1
    /// @param delay   until the next attempt
    record ModelRetryScheduled(TurnId turn, int call, int attempt, Problem problem, Duration delay)
            implements SessionEvent {}

    /// The agent's words.
    /// @param complete false when they were cut: by a stop, an error or the daemon's end
    record TextWritten(BlockId block, String text, boolean complete) implements SessionEvent {
        @Override
        public Optional<BlockId> ends() {
            return Optional.of(block);
        }
    }

    /// The model's reasoning.
    /// @param provider whose model wrote it; `payload` means something only to that provider
    /// @param payload  what the provider wants back unchanged (a signature, encrypted content), JSON text
    record ReasoningWritten(BlockId block, String text, String provider, String payload) implements SessionEvent {
        @Override
        public Optional<BlockId> ends() {
            return Optional.of(block);
        }
    }

    /// @param timeToFirstToken from the request on the wire to the first token; empty when none came
    /// @param stopReason       the provider's reason, in its own word
    record ModelCallCompleted(
            TurnId turn,
            int call,
            Usage usage,
            Cost cost,
            Optional<Duration> timeToFirstToken,
            Duration took,
            String stopReason)
            implements SessionEvent {}

    record ModelCallFailed(TurnId turn, int call, Problem problem) implements SessionEvent {}

    /// @param replaces all events up to and including this sequence number; the conversation goes on from `summary`
    record ConversationCompacted(String summary, long replaces, long tokensBefore) implements SessionEvent {}

    // ---- tools

    /// The model asked for a tool. `block` is the one in which its arguments streamed.
    /// @param call      the provider's id of the call
    /// @param arguments a JSON object as text; exactly what the model sent, even if it is malformed
    /// @param summary   one line for people, such as `Run ./gradlew test`
    record ToolCallRequested(
            BlockId block, TurnId turn, String call, String tool, String arguments, Effect effect, String summary)
            implements SessionEvent {
        @Override
        public Optional<BlockId> ends() {
            return Optional.of(block);
        }
    }

    /// The call began to act. What was requested and not started had no effect.
    record ToolCallStarted(String call) implements SessionEvent {}

    /// The call had to wait, noticeably, before it could act.
    record ToolCallWaited(String call, WaitedFor waitedFor, Duration took) implements SessionEvent {
        public enum WaitedFor {
            /// There was no sandbox yet.
            SANDBOX,
            /// The newest commits were being brought in; what only reads does not wait for that.
            SYNC
        }
    }

    /// @param output   what the model gets, bounded
    /// @param images   blobs of images that the model gets too
    /// @param whole    all of the output, when `output` is only a part of it
    /// @param exitCode of the program, for a shell call that ended by itself
    record ToolCallCompleted(
            BlockId block,
            String call,
            Outcome outcome,
            String output,
            List<BlobId> images,
            Optional<BlobId> whole,
            Optional<Integer> exitCode,
            Duration took)
            implements SessionEvent {
        public ToolCallCompleted {
            images = List.copyOf(images);
        }

        @Override
        public Optional<BlockId> ends() {
            return Optional.of(block);
        }

        public enum Outcome {
            SUCCEEDED,
            /// The tool says what went wrong; the model may try something else.
            FAILED,
            TIMED_OUT,
            /// Ended by a stop, or by the daemon's end.
            CUT
        }
    }

    record TodoChanged(List<TodoItem> items) implements SessionEvent {
        public TodoChanged {
            items = List.copyOf(items);
        }
    }

    // ---- how a turn ends

    record TurnCompleted(TurnId turn, Duration took) implements SessionEvent {}

    /// A person stopped it.
    /// @param left what had already left the sandbox by then, a sentence each; empty when nothing had
    record TurnStopped(TurnId turn, UserId by, List<String> left, Duration took) implements SessionEvent {
        public TurnStopped {
            left = List.copyOf(left);
        }
    }

    record TurnFailed(TurnId turn, Problem problem) implements SessionEvent {}

    /// The daemon ended in the middle of it. Written by the next start; nothing is replayed.
    record TurnInterrupted(TurnId turn, List<String> left) implements SessionEvent {
        public TurnInterrupted {
            left = List.copyOf(left);
        }
    }

    // ---- code out

    record CommitCreated(CommitId commit, String subject, Author author, List<Author> coAuthors, DiffStat stat)
            implements SessionEvent {
        public CommitCreated {
            coAuthors = List.copyOf(coAuthors);
        }
    }

    record BranchPushed(BranchName branch, CommitId commit) implements SessionEvent {}

    record PullRequestOpened(PullRequestRef pullRequest, String title, Author author) implements SessionEvent {}

    record PullRequestReviewed(PullRequestRef pullRequest, Author author, Review.Verdict verdict, String body)
            implements SessionEvent {}

    /// @param method unknown where the merge was only found out later
    record PullRequestMerged(PullRequestRef pullRequest, Optional<MergeMethod> method, CommitId commit, Author by)
            implements SessionEvent {}

    record PullRequestClosed(PullRequestRef pullRequest, Author by) implements SessionEvent {}

    record PullRequestReopened(PullRequestRef pullRequest, Author by) implements SessionEvent {}

    // ---- all else

    /// Something a person should know that is no failure of the turn, such as output that was left out.
    record NoticeGiven(Problem problem) implements SessionEvent {}

    /// An event of a newer version. Journals keep it whole; this program only knows that it is there.
    record Unrecognised() implements SessionEvent {}
}
