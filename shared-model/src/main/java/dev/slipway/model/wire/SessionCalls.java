package dev.slipway.model.wire;

import static dev.slipway.model.wire.Endpoint.Parameter.Type.FLAG;
import static dev.slipway.model.wire.Endpoint.Parameter.Type.NUMBER;
import static dev.slipway.model.wire.Endpoint.Parameter.Type.TEXT;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.session.DraftId;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionSummary;
import java.util.List;
import java.util.Optional;

/// Sessions and their prompts.
public final class SessionCalls {
    private SessionCalls() {}

    /// @param branch the branch to start from; the repository's default branch unless given
    /// @param model  the server's default model unless given
    /// @param prompt the first prompt; a session without one waits
    /// @param title  made from the prompt unless given
    /// @param draft  under which its first prompt was written, so that what was made ready meanwhile is its own
    public record NewSession(
            RepositoryId repository,
            Optional<BranchName> branch,
            Optional<ModelName> model,
            Optional<String> prompt,
            List<NewAttachment> attachments,
            Optional<String> title,
            Optional<DraftId> draft) {
        /// One for which nothing was made ready.
        public NewSession(
                RepositoryId repository,
                Optional<BranchName> branch,
                Optional<ModelName> model,
                Optional<String> prompt,
                List<NewAttachment> attachments,
                Optional<String> title) {
            this(repository, branch, model, prompt, attachments, title, Optional.empty());
        }
    }

    /// @param content base 64 of at most 10 MiB
    public record NewAttachment(String name, String mediaType, String content) {}

    /// @param id    chosen by the client so that a retry can't prompt twice; the server chooses one unless given
    /// @param mode  `QUEUE` unless given
    /// @param model for the turn that this prompt starts
    public record NewPrompt(
            Optional<PromptId> id,
            String text,
            Optional<PromptMode> mode,
            List<NewAttachment> attachments,
            Optional<ModelName> model) {}

    /// @param text     a new text
    /// @param position a new place in the queue, from 0
    /// @param mode     when it is delivered
    /// @param seen     the text that the client has seen: if it is another one by now, nothing changes
    public record PromptChange(
            Optional<String> text, Optional<Integer> position, Optional<PromptMode> mode, Optional<String> seen) {
        public static PromptChange text(String text) {
            return new PromptChange(Optional.of(text), Optional.empty(), Optional.empty(), Optional.empty());
        }

        public static PromptChange position(int position) {
            return new PromptChange(Optional.empty(), Optional.of(position), Optional.empty(), Optional.empty());
        }

        public static PromptChange mode(PromptMode mode) {
            return new PromptChange(Optional.empty(), Optional.empty(), Optional.of(mode), Optional.empty());
        }

        /// The same change, of a prompt that still reads so.
        public PromptChange ifStill(String text) {
            return new PromptChange(this.text, position, mode, Optional.of(text));
        }
    }

    /// @param title    a new title
    /// @param model    the model of the turns to come
    /// @param archived whether it is put away; one whose turn runs can't be
    public record SessionChange(Optional<String> title, Optional<ModelName> model, Optional<Boolean> archived) {}

    /// A session with the prompts that wait.
    public record SessionDetail(SessionSummary summary, List<Prompt> queue) {}

    public record SessionPage(List<SessionSummary> sessions, Optional<String> next) implements Page {}

    /// @param events in order, without gaps
    /// @param live   the text that streams just now, when the events reach up to the newest
    /// @param last   the sequence number of the journal's newest event
    public record EventPage(List<Envelope> events, List<LiveText> live, long last) {}

    /// @param stopped whether a turn was running
    /// @param left    what had already left the sandbox, a sentence each
    public record Stopped(boolean stopped, List<String> left) {}

    /// @param resumed whether there was something to start
    public record Resumed(boolean resumed) {}

    /// @param base   the branch whose newest commits were brought in
    /// @param commit the newest of them; empty while the branch has none
    /// @param behind how many commits of it the session's branch lacks: its own work was left as it is
    public record SyncAnswer(BranchName base, Optional<CommitId> commit, int behind) {}

    /// @param title  made from the other session's unless given
    /// @param prompt the first prompt; a session without one waits
    public record ForkRequest(Optional<String> title, Optional<String> prompt) {}

    public static final Endpoint<NewSession, SessionSummary> CREATE =
            Endpoint.create("createSession", "/sessions", NewSession.class, SessionSummary.class, "Creates a session.");
    public static final Endpoint<Endpoint.Nothing, SessionPage> LIST = Endpoint.get(
                    "listSessions", "/sessions", SessionPage.class, "Lists sessions, by default the newest first.")
            .with("repository", TEXT, "Only sessions of this repository.")
            .with("state", TEXT, "Only sessions in this state.")
            .with("person", TEXT, "Only sessions that this user began or prompted.")
            .with("search", TEXT, "Words that must all occur in title, branch, repository or a person's name.")
            .with("archived", FLAG, "true: only those that are put away; false: only the others; both by default.")
            .with("order", TEXT, "`created`, the default, or `updated`: the one that changed last comes first.")
            .with("cursor", TEXT, "The `next` of the page before.")
            .with("limit", NUMBER, "Sessions a page, 1 to 500, by default 50.");
    public static final Endpoint<Endpoint.Nothing, SessionDetail> GET = Endpoint.get(
            "getSession", "/sessions/{id}", SessionDetail.class, "Shows a session and the prompts that wait.");
    public static final Endpoint<SessionChange, SessionSummary> CHANGE = Endpoint.patch(
            "changeSession",
            "/sessions/{id}",
            SessionChange.class,
            SessionSummary.class,
            "Renames it, chooses its model, puts it away or brings it back.");
    public static final Endpoint<NewPrompt, Prompt> PROMPT = Endpoint.create(
            "prompt",
            "/sessions/{id}/prompts",
            NewPrompt.class,
            Prompt.class,
            "Sends a prompt; the answer comes once it is on disk.");
    public static final Endpoint<PromptChange, Prompt> CHANGE_PROMPT = Endpoint.patch(
            "changePrompt",
            "/sessions/{id}/prompts/{prompt}",
            PromptChange.class,
            Prompt.class,
            "Edits or moves a prompt that waits, or chooses when it is delivered.");
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> WITHDRAW_PROMPT =
            Endpoint.delete("withdrawPrompt", "/sessions/{id}/prompts/{prompt}", "Withdraws a prompt that waits.");
    public static final Endpoint<Endpoint.Nothing, Stopped> STOP = Endpoint.post(
            "stopSession", "/sessions/{id}/stop", Endpoint.Nothing.class, Stopped.class, "Stops the turn that runs.");
    public static final Endpoint<Endpoint.Nothing, Resumed> RESUME = Endpoint.post(
            "resumeSession",
            "/sessions/{id}/resume",
            Endpoint.Nothing.class,
            Resumed.class,
            "Starts what waits in the queue, which a stop, a failure or an interruption holds.");
    public static final Endpoint<ForkRequest, SessionSummary> FORK = Endpoint.create(
            "forkSession",
            "/sessions/{id}/fork",
            ForkRequest.class,
            SessionSummary.class,
            "Creates a session that starts from the files which this one has now, committed or not.");
    public static final Endpoint<Endpoint.Nothing, SyncAnswer> SYNC = Endpoint.post(
            "syncSession",
            "/sessions/{id}/sync",
            Endpoint.Nothing.class,
            SyncAnswer.class,
            "Brings the newest commits of the base branch into the session's work tree, from the origin on.");
    public static final Endpoint<Endpoint.Nothing, EventPage> EVENTS = Endpoint.get(
                    "listEvents", "/sessions/{id}/events", EventPage.class, "Reads the session's journal.")
            .with("from", NUMBER, "The first sequence number wanted, by default 1; negative: that many before the end.")
            .with("limit", NUMBER, "Events at most, 1 to 5,000, by default 500.");
    public static final Endpoint<Endpoint.Nothing, Diff> DIFF = Endpoint.get(
                    "getDiff", "/sessions/{id}/diff", Diff.class, "Shows what the session changed, against its base.")
            .with("patches", FLAG, "Whether the answer holds the patches, by default true.");
    public static final Endpoint<Endpoint.Nothing, FileContent> FILE = Endpoint.get(
                    "getFile",
                    "/sessions/{id}/file",
                    FileContent.class,
                    "Shows a whole file of the session's changes, of up to 16 MiB.")
            .with("path", TEXT, "From the root, parts separated by `/`; must be given.")
            .with("side", TEXT, "BEFORE or AFTER the change, by default AFTER.");
}
