package dev.slipway.session;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.session.Usage;
import dev.slipway.sandbox.SandboxId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a session's journal says of its state, event by event. It only computes; who may append what is decided by
/// [SessionActor], which also guards it: not safe for use by several threads at once.
final class SessionProjection {
    /// So many of the newest prompts can be recognised when they are sent again.
    private static final int REMEMBERED_PROMPTS = 500;

    private static final String BRANCH = "Branch ";

    private @Nullable SessionCreated created;
    private String title = "";
    private @Nullable ModelName model;
    private SessionState state = SessionState.IDLE;
    private final Map<UserId, Author> prompters = new LinkedHashMap<>();
    private final List<Prompt> queue = new ArrayList<>();
    private final LinkedHashMap<PromptId, Long> remembered = new LinkedHashMap<>();
    private Usage usage = Usage.NONE;
    private Cost cost = Cost.NONE;
    private @Nullable PullRequestRef pullRequest;
    private @Nullable PullRequestState pullRequestState;
    private @Nullable String trouble;
    private @Nullable Instant archivedAt;
    private long lastSeq;
    private Instant createdAt = Instant.EPOCH;
    private Instant updatedAt = Instant.EPOCH;
    private long newsSeq;
    private int turns;
    private boolean hadSandbox;
    private @Nullable HostId host;
    private @Nullable SandboxId sandbox;
    private @Nullable TurnId active;
    private final List<Author> uncommitted = new ArrayList<>();
    private @Nullable Author speaker;
    private final List<String> left = new ArrayList<>();
    private final Map<String, String> reaching = new LinkedHashMap<>();
    private final Map<String, String> begun = new LinkedHashMap<>();
    private final Set<String> writing = new LinkedHashSet<>();

    /// Takes the next event.
    /// @throws IllegalStateException if it is not the next one
    void apply(Envelope envelope) {
        if (envelope.seq() != lastSeq + 1) {
            throw new IllegalStateException("Event " + envelope.seq() + " after " + lastSeq);
        }
        lastSeq = envelope.seq();
        if (!envelope.event().housekeeping()) {
            updatedAt = envelope.at();
            newsSeq = envelope.seq();
        }
        switch (envelope.event()) {
            case SessionCreated event -> {
                created = event;
                title = event.title();
                model = event.model();
                createdAt = envelope.at();
            }
            case SessionEvent.SessionRenamed event -> title = event.title();
            case SessionEvent.SessionArchived event -> archivedAt = envelope.at();
            case SessionEvent.SessionRestored event -> archivedAt = null;
            case SessionEvent.ModelChosen event -> model = event.model();
            case SessionEvent.PromptAccepted event -> accept(event.prompt(), envelope.seq());
            case SessionEvent.PromptEdited event ->
                queue.replaceAll(p -> p.id().equals(event.prompt()) ? p.withText(event.text()) : p);
            case SessionEvent.PromptMoved event -> move(event.prompt(), event.position());
            case SessionEvent.PromptModeChosen event ->
                queue.replaceAll(p -> p.id().equals(event.prompt()) ? p.withMode(event.mode()) : p);
            case SessionEvent.PromptWithdrawn event -> queue.removeIf(p -> p.id().equals(event.prompt()));
            case SessionEvent.PromptDelivered event -> deliver(event.prompt());
            case SessionEvent.TurnStarted event -> {
                active = event.turn();
                turns = event.turn().number();
                state = SessionState.WORKING;
                trouble = null;
                left.clear();
                reaching.clear();
                writing.clear();
                begun.clear();
            }
            case SessionEvent.ModelCallCompleted event -> {
                usage = usage.plus(event.usage());
                cost = cost.plus(event.cost());
            }
            case SessionEvent.ToolCallRequested event -> {
                if (event.effect() != Effect.READS) {
                    writing.add(event.call());
                }
                if (event.effect() == Effect.REACHES_OUT) {
                    reaching.put(event.call(), event.summary());
                }
            }
            case SessionEvent.ToolCallStarted event -> {
                if (writing.remove(event.call()) && speaker != null) {
                    uncommitted.remove(speaker);
                    uncommitted.add(speaker);
                }
                @Nullable String summary = reaching.remove(event.call());
                if (summary != null) {
                    begun.put(event.call(), summary);
                }
            }
            case SessionEvent.ToolCallCompleted event -> begun.remove(event.call());
            case SessionEvent.TurnCompleted event -> {
                uncommitted.clear();
                endTurn(SessionState.IDLE, null);
            }
            case SessionEvent.TurnStopped event -> endTurn(SessionState.IDLE, null);
            case SessionEvent.TurnFailed event ->
                endTurn(
                        SessionState.FAILED,
                        event.problem().title() + ": " + event.problem().detail());
            case SessionEvent.TurnInterrupted event -> endTurn(SessionState.INTERRUPTED, null);
            case SessionEvent.SandboxReady event -> {
                hadSandbox = true;
                host = event.host().orElse(HostId.LOCAL);
                sandbox = new SandboxId(event.sandbox());
            }
            case SessionEvent.SandboxReleased event -> sandbox = null;
            case SessionEvent.CommitCreated event -> nothingUncommitted();
            case SessionEvent.BranchPushed event ->
                left.add(BRANCH + event.branch().value() + " left at commit "
                        + event.commit().abbreviated() + ".");
            case SessionEvent.PullRequestOpened event -> {
                pullRequest = event.pullRequest();
                pullRequestState = PullRequestState.OPEN;
                left.add("Pull request " + event.pullRequest() + " was opened.");
            }
            case SessionEvent.PullRequestMerged event -> pullRequestState = PullRequestState.MERGED;
            case SessionEvent.PullRequestClosed event -> pullRequestState = PullRequestState.CLOSED;
            case SessionEvent.PullRequestReopened event -> pullRequestState = PullRequestState.OPEN;
            default -> {
                // Everything else is of no consequence to a session's state.
            }
        }
    }

    private void accept(Prompt prompt, long seq) {
        queue.add(prompt);
        archivedAt = null;
        prompters.putIfAbsent(prompt.author().user(), prompt.author());
        remembered.put(prompt.id(), seq);
        if (remembered.size() > REMEMBERED_PROMPTS) {
            remembered.pollFirstEntry();
        }
    }

    private void move(PromptId id, int position) {
        find(id).ifPresent(prompt -> {
            queue.remove(prompt);
            queue.add(Math.clamp(position, 0, queue.size()), prompt);
        });
    }

    private void deliver(PromptId id) {
        find(id).ifPresent(prompt -> {
            queue.remove(prompt);
            speaker = prompt.author();
        });
    }

    /// The work tree holds nothing that is not committed.
    void nothingUncommitted() {
        uncommitted.clear();
    }

    private void endTurn(SessionState next, @Nullable String why) {
        active = null;
        state = next;
        trouble = why;
    }

    /// Shows a stop that was asked for and has not happened yet. Not an event: a daemon that ends here has
    /// interrupted the turn.
    void stopping() {
        state = SessionState.STOPPING;
    }

    long lastSeq() {
        return lastSeq;
    }

    Optional<TurnId> active() {
        return Optional.ofNullable(active);
    }

    TurnId nextTurn() {
        return new TurnId(turns + 1);
    }

    List<Prompt> queue() {
        return List.copyOf(queue);
    }

    /// A prompt that waits.
    Optional<Prompt> find(PromptId id) {
        return queue.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /// Where in the journal a prompt was accepted, whatever became of it since.
    Optional<Long> accepted(PromptId id) {
        return Optional.ofNullable(remembered.get(id));
    }

    /// Where its sandbox was made last.
    Optional<HostId> host() {
        return Optional.ofNullable(host);
    }

    /// Which sandbox it had last. It may be older than the session, and have another id: see
    /// [dev.slipway.pool.SandboxPool].
    Optional<SandboxId> sandbox() {
        return Optional.ofNullable(sandbox);
    }

    /// Whether it ever had a sandbox.
    boolean hadSandbox() {
        return hadSandbox;
    }

    /// Who spoke last to the agent.
    Optional<Author> speaker() {
        return Optional.ofNullable(speaker);
    }

    /// For whom tools may have changed something that is not committed yet, in the order of their last changes.
    List<Author> uncommitted() {
        return List.copyOf(uncommitted);
    }

    /// What left the sandbox in the turn that runs or ran last.
    List<String> left() {
        List<String> all = new ArrayList<>(left);
        begun.values().forEach(summary -> all.add("\"" + summary + "\" had begun, and may have happened."));
        return List.copyOf(all);
    }

    /// The same where tools have told of it in their own words: what went out beside them is added.
    List<String> left(List<String> told) {
        if (told.isEmpty()) {
            return left();
        }
        List<String> all = new ArrayList<>(told);
        left.stream().filter(sentence -> sentence.startsWith(BRANCH)).forEach(all::add);
        return List.copyOf(all);
    }

    SessionCreated created() {
        if (created == null) {
            throw new IllegalStateException("The journal does not begin with SessionCreated");
        }
        return created;
    }

    SessionId id() {
        return created().session();
    }

    ModelName model() {
        return model == null ? created().model() : model;
    }

    Optional<PullRequestRef> pullRequest() {
        return Optional.ofNullable(pullRequest);
    }

    Optional<PullRequestState> pullRequestState() {
        return Optional.ofNullable(pullRequestState);
    }

    List<Author> prompters() {
        return List.copyOf(prompters.values());
    }

    SessionSummary summary() {
        SessionCreated first = created();
        return new SessionSummary(
                first.session(),
                title,
                first.repository(),
                first.base(),
                first.branch(),
                model(),
                state,
                first.creator(),
                prompters(),
                queue.size(),
                usage,
                cost,
                pullRequest(),
                Optional.ofNullable(pullRequestState),
                model().value().startsWith("rehearsal/"),
                Optional.ofNullable(trouble),
                Optional.ofNullable(archivedAt),
                lastSeq,
                newsSeq,
                createdAt,
                updatedAt);
    }

    /// What a projection needs to go on from where another one was, kept so that opening a session does not read its
    /// whole journal.
    record Snapshot(
            SessionSummary summary,
            SessionCreated created,
            List<Prompt> queue,
            Map<String, Long> remembered,
            int turns,
            boolean hadSandbox,
            Optional<TurnId> active,
            Optional<Author> speaker,
            List<Author> uncommitted,
            List<String> left,
            ToolCalls calls,
            Optional<HostId> host,
            Optional<SandboxId> sandbox,
            Optional<Boolean> released) {}

    /// Tool calls of the turn that are not done.
    /// @param reaching what those that reach out want, by their ids, until they start
    /// @param begun    the same, from their start
    /// @param writing  those that may change something, until they start
    record ToolCalls(Map<String, String> reaching, Map<String, String> begun, List<String> writing) {}

    Snapshot snapshot() {
        return new Snapshot(
                summary(),
                created(),
                queue(),
                rememberedIds(),
                turns,
                hadSandbox,
                active(),
                speaker(),
                uncommitted(),
                List.copyOf(left),
                new ToolCalls(new LinkedHashMap<>(reaching), new LinkedHashMap<>(begun), List.copyOf(writing)),
                host(),
                sandbox(),
                Optional.of(hadSandbox && sandbox == null));
    }

    private Map<String, Long> rememberedIds() {
        Map<String, Long> ids = new LinkedHashMap<>();
        remembered.forEach((id, seq) -> ids.put(id.value(), seq));
        return ids;
    }

    static SessionProjection of(Snapshot from) {
        SessionProjection to = new SessionProjection();
        SessionSummary summary = from.summary();
        to.created = from.created();
        to.title = summary.title();
        to.model = summary.model();
        to.state = summary.state();
        summary.prompters().forEach(author -> to.prompters.put(author.user(), author));
        to.queue.addAll(from.queue());
        from.remembered().forEach((id, seq) -> to.remembered.put(new PromptId(id), seq));
        to.usage = summary.usage();
        to.cost = summary.cost();
        to.pullRequest = summary.pullRequest().orElse(null);
        to.pullRequestState = summary.pullRequestState().orElse(null);
        to.trouble = summary.trouble().orElse(null);
        to.archivedAt = summary.archivedAt().orElse(null);
        to.lastSeq = summary.lastSeq();
        to.createdAt = summary.createdAt();
        to.updatedAt = summary.updatedAt();
        to.newsSeq = summary.newsSeq();
        to.turns = from.turns();
        to.hadSandbox = from.hadSandbox();
        // One that was kept before there were several hosts names none.
        to.host = from.host().orElse(from.hadSandbox() ? HostId.LOCAL : null);
        // One that was kept before sandboxes were made ahead names none: it had its session's id.
        to.sandbox = from.sandbox()
                .orElse(
                        from.hadSandbox() && !from.released().orElse(false)
                                ? new SandboxId(summary.id().value())
                                : null);
        to.active = from.active().orElse(null);
        to.uncommitted.addAll(from.uncommitted());
        to.left.addAll(from.left());
        to.speaker = from.speaker().orElse(null);
        to.reaching.putAll(from.calls().reaching());
        to.begun.putAll(from.calls().begun());
        to.writing.addAll(from.calls().writing());
        return to;
    }
}
