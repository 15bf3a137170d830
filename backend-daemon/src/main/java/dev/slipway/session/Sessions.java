package dev.slipway.session;

import dev.slipway.agent.Agent;
import dev.slipway.agent.AgentLimits;
import dev.slipway.agent.CommandText;
import dev.slipway.agent.ModelSource;
import dev.slipway.git.DiffLimits;
import dev.slipway.git.Workspaces;
import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.code.Side;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.WritingCalls.CommandList;
import dev.slipway.model.wire.WritingCalls.FileMatches;
import dev.slipway.pool.Orphans;
import dev.slipway.pool.Residents;
import dev.slipway.sandbox.NetworkPolicy;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.tool.Toolbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All sessions: makes them, finds them, and passes on what people ask of them. What a method returns is on disk.
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    /// A page of sessions is at most this long.
    public static final int MAX_PAGE = 500;
    /// A prompt is at most so many characters long.
    public static final int MAX_PROMPT = 500_000;

    private static final Duration ORIGIN_YOUNG = Duration.ofSeconds(30);
    private static final Duration FETCH = Duration.ofSeconds(20);
    private static final Duration BRING_IN = Duration.ofMinutes(3);

    private final Journals journals;
    private final SessionIndex index;
    private final NewSessions founding;
    private final Turns turns;
    private final ForgeNews news;
    private final Residence residence;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicLong newest = new AtomicLong();
    private final Map<SessionId, SessionActor> actors = new ConcurrentHashMap<>();
    private final Map<SessionId, CompletableFuture<SessionActor>> opening = new ConcurrentHashMap<>();
    private final List<Consumer<SessionId>> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile boolean recovered;

    Sessions(
            Journals journals,
            SessionIndex index,
            NewSessions founding,
            ForgeNews news,
            Residence residence,
            InstantSource clock,
            RandomGenerator random) {
        this.residence = residence;
        this.journals = journals;
        this.index = index;
        this.founding = founding;
        this.turns = residence.turns();
        this.news = news;
        this.clock = clock;
        this.random = random;
    }

    /// Opens all sessions. What an earlier daemon left behind is brought back in the background, or at once when
    /// it is
    /// asked for.
    public static Sessions open(Neighbours with) {
        NewestCommits commits = new NewestCommits(
                with.workspaces(), with.repositories(), new NewestCommits.Times(ORIGIN_YOUNG, FETCH, BRING_IN));
        SandboxFurnishing furnishing = new SandboxFurnishing(with, commits);
        Claims claims = new Claims();
        RoomKeeper keeper =
                new RoomKeeper(with.sandboxes(), with.snapshots(), with.holds(), with.rules(), claims, with.clock());
        ModelSource models = ModelSource.of(with.models());
        Toolbox toolbox = Toolbox.standard();
        SessionTurns turns = new SessionTurns(
                with,
                journal -> new Agent(journal, models, toolbox, AgentLimits.STANDARD, with.clock()),
                furnishing,
                new CodeOut(with.workspaces(), with.repositories(), with.forge()),
                networkFor(with.template().network()),
                keeper);
        Sessions sessions = new Sessions(
                with.journals(),
                new SessionIndex(with.database(), with.clock()),
                new Founding(with.repositories(), with.models(), with.leases()),
                new ForgeNews(with.forge()),
                new Residence(turns, claims, keeper),
                with.clock(),
                with.random());
        Orphans orphans = new Orphans(
                with.sandboxes(),
                List.of(
                        (host, sandbox) -> claims.of(host, sandbox)
                                .map(claim -> "of session " + claim.session().value()),
                        // Whoever makes these keeps a list of them, and clears up by it.
                        (_, sandbox) -> sandbox.value().startsWith("warm-")
                                ? Optional.of("one of those that wait for sessions")
                                : Optional.empty()),
                with.rules().grace());
        keeper.start(id -> turns.tenant(sessions.actor(id)), () -> {
            // Until then nobody knows all that is claimed.
            if (sessions.recovered) {
                orphans.look();
            }
        });
        sessions.news.follow(sessions);
        with.repositories().objectToRemoval(sessions::objection);
        Thread.ofVirtual().name("recovery").start(sessions::recover);
        return sessions;
    }

    /// Where sessions live.
    record Residence(Turns turns, Claims claims, RoomKeeper keeper) {}

    /// A page of sessions.
    public record Listing(List<SessionSummary> sessions, Optional<String> next) {}

    /// Creates a session; its sandbox is made ready meanwhile, and its first prompt, if any, is under way.
    public SessionSummary create(SessionCalls.NewSession request, User by) {
        return create(nextId(clock.instant()), request, by, _ -> {});
    }

    /// Creates a session that starts from the files which another one has now, or had when its sandbox was released;
    /// its programs do not come along.
    public SessionSummary fork(SessionId from, SessionCalls.ForkRequest request, User by) {
        SessionActor source = actor(from);
        SessionEvent.SessionCreated about = source.read(SessionProjection::created);
        SessionCalls.NewSession like = new SessionCalls.NewSession(
                about.repository(),
                Optional.of(about.base()),
                Optional.of(source.read(SessionProjection::model)),
                request.prompt(),
                List.of(),
                Optional.of(request.title()
                        .orElseGet(() -> SessionTitles.title(
                                source.read(SessionProjection::summary).title() + " (fork)"))));
        RoomKeeper.Forking forking = residence.keeper().fork(turns.tenant(source));
        SessionId id = nextId(clock.instant());
        return create(id, like, by, actor -> {
            forking.give(id);
            actor.record(new SessionEvent.SessionForked(from, forking.taken(), by.author()));
        });
    }

    /// @param beginning what comes before its first prompt
    private SessionSummary create(
            SessionId id, SessionCalls.NewSession request, User by, Consumer<SessionActor> beginning) {
        request.prompt()
                .ifPresent(text -> checkPrompt(text, request.attachments().isEmpty()));
        Attachments.check(request.attachments());
        SessionEvent.SessionCreated created = founding.found(id, request, by.author());
        // Before its first turn can ask for a sandbox.
        founding.inherit(created, request);
        // Nobody else opens it meanwhile, not even who brings back what an earlier daemon left.
        SessionActor actor = openOnce(id, () -> begin(id, created));
        try {
            beginning.accept(actor);
            if (request.prompt().isPresent()) {
                actor.accept(newPrompt(
                        actor,
                        new SessionCalls.NewPrompt(
                                Optional.empty(),
                                request.prompt().get(),
                                Optional.empty(),
                                request.attachments(),
                                Optional.empty()),
                        by.author()));
            } else {
                actor.journal().awaitSynced();
            }
            // Not before it is on disk: nobody would ever take away the sandbox of a session that never was.
            turns.warm(actor);
        } catch (RuntimeException e) {
            forgetIfNeverBegun(actor);
            throw e;
        }
        return actor.read(SessionProjection::summary);
    }

    private SessionActor begin(SessionId id, SessionEvent.SessionCreated created) {
        SessionActor actor = actor(id, new SessionProjection(), journals.create(id));
        actor.record(created);
        actors.put(id, actor);
        return actor;
    }

    /// A session whose first row the disk refused must not show.
    private void forgetIfNeverBegun(SessionActor actor) {
        SessionId id = actor.journal().session();
        if (actor.journal().last() == 0) {
            actor.leave();
            actors.remove(id, actor);
            turns.forget(id);
        }
    }

    public SessionSummary summary(SessionId id) {
        return actor(id).read(SessionProjection::summary);
    }

    /// A session with the prompts that wait.
    public SessionCalls.SessionDetail detail(SessionId id) {
        return actor(id).read(p -> new SessionCalls.SessionDetail(p.summary(), p.queue()));
    }

    /// Sessions, newest first.
    public Listing list(
            Optional<RepositoryId> repository, Optional<SessionState> state, Optional<String> cursor, int limit) {
        return list(
                new SessionQuery(repository, state, Optional.empty(), List.of(), Optional.empty(), false),
                cursor,
                limit);
    }

    /// @param cursor the `next` of the page before
    /// @param limit  1 to [#MAX_PAGE]
    public Listing list(SessionQuery query, Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw Problem.invalid(
                            "malformed-limit", "This is not a page size", "A page has 1 to " + MAX_PAGE + " sessions.")
                    .toException();
        }
        List<SessionIndex.Listed> found = new ArrayList<>();
        Optional<SessionQuery.Cursor> after = cursor.map(text -> SessionQuery.Cursor.of(text, query.byUpdate()));
        index.catchUp();
        while (found.size() <= limit) {
            List<SessionIndex.Listed> page = index.list(query, after, Math.max(limit, 100) + 1);
            if (page.isEmpty()) {
                break;
            }
            after = Optional.of(page.getLast().cursor());
            for (SessionIndex.Listed saved : page) {
                SessionActor live = actors.get(saved.summary().id());
                SessionSummary now = live == null ? saved.summary() : live.read(SessionProjection::summary);
                if (found.size() <= limit
                        && query.state().map(now.state()::equals).orElse(true)) {
                    found.add(new SessionIndex.Listed(now, saved.cursor()));
                }
            }
        }
        boolean more = found.size() > limit;
        List<SessionIndex.Listed> page = more ? found.subList(0, limit) : found;
        return new Listing(
                page.stream().map(SessionIndex.Listed::summary).toList(),
                more ? Optional.of(page.getLast().cursor().text()) : Optional.empty());
    }

    /// Renames a session, chooses the model of its turns to come, puts it away or brings it back.
    public SessionSummary change(SessionId id, SessionCalls.SessionChange change, User by) {
        SessionActor actor = actor(id);
        List<SessionEvent> events = new ArrayList<>();
        change.title()
                .ifPresent(
                        title -> events.add(new SessionEvent.SessionRenamed(SessionTitles.title(title), by.author())));
        change.model()
                .map(founding::model)
                .ifPresent(model -> events.add(new SessionEvent.ModelChosen(model, by.author())));
        change.archived()
                .filter(archived ->
                        archived != actor.read(SessionProjection::summary).archived())
                .ifPresent(archived -> {
                    if (archived && actor.read(SessionProjection::active).isPresent()) {
                        throw Problem.conflict(
                                        "session-works",
                                        "The session is at work",
                                        "Only a session at rest can be put away.")
                                .withRemedy("Stop it first, or wait until its turn has ended.")
                                .toException();
                    }
                    events.add(
                            archived
                                    ? new SessionEvent.SessionArchived(by.author())
                                    : new SessionEvent.SessionRestored(by.author()));
                });
        if (!events.isEmpty()) {
            actor.record(events.toArray(SessionEvent[]::new)).awaitSynced();
        }
        return actor.read(SessionProjection::summary);
    }

    /// Sends a prompt. The same prompt id a second time changes nothing and returns the prompt as it was
    /// accepted.
    public Prompt prompt(SessionId id, SessionCalls.NewPrompt request, User by) {
        checkPrompt(request.text(), request.attachments().isEmpty());
        SessionActor actor = actor(id);
        Prompt accepted = actor.accept(newPrompt(actor, request, by.author()));
        news.barFromApproval(actor, by.id());
        return accepted;
    }

    /// Edits or moves a prompt that waits.
    public Prompt changePrompt(SessionId id, PromptId prompt, SessionCalls.PromptChange change, User by) {
        SessionActor actor = actor(id);
        change.text().ifPresent(text -> {
            Optional<Prompt> waiting = actor.read(p -> p.find(prompt));
            checkPrompt(
                    text, waiting.map(Prompt::attachments).map(List::isEmpty).orElse(true));
            waiting.ifPresent(now -> checkCommand(actor, now, text));
        });
        change.position().filter(position -> position < 0).ifPresent(position -> {
            throw Problem.invalid(
                            "malformed-position",
                            "This is not a place in the queue",
                            "The first place is 0; " + position + " is none.")
                    .toException();
        });
        return actor.change(prompt, change, by.author());
    }

    /// The text of a command is joined to a prompt when it is sent, so an edit can't call another one.
    private void checkCommand(SessionActor actor, Prompt waiting, String text) {
        CommandText.called(text)
                .filter(name -> waiting.attachments().stream()
                        .noneMatch(file -> file.mediaType().equals(CommandText.MEDIA_TYPE)
                                && file.name().equals(name + ".md")))
                .filter(name -> turns.references().commands(actor.read(SessionProjection::created)).commands().stream()
                        .anyMatch(command -> command.name().equals(name)))
                .ifPresent(name -> {
                    throw PromptRefusal.otherCommand(name);
                });
    }

    public void withdraw(SessionId id, PromptId prompt, User by) {
        actor(id).withdraw(prompt, by.author());
    }

    /// Ends the turn that runs and returns when it is quiet. What waits in the queue is held.
    public SessionCalls.Stopped stop(SessionId id, User by) throws InterruptedException {
        return actor(id).stop(by);
    }

    /// Starts what waits in the queue, after a stop or a failure.
    /// @return whether there was something to start
    public boolean resume(SessionId id) {
        return actor(id).resume();
    }

    /// Brings the newest commits into the session's work tree, from the origin on. A work tree with work of
    /// its own is
    /// left as it is, and has them as `origin/…`.
    /// @throws ProblemException `session-works` while a turn runs
    public SessionCalls.SyncAnswer sync(SessionId id) throws InterruptedException {
        SessionActor actor = actor(id);
        if (actor.read(SessionProjection::active).isPresent()) {
            throw Problem.conflict(
                            "session-works",
                            "The session is at work",
                            "Commits are brought in from outside only while the agent rests.")
                    .withRemedy("Wait until its turn has ended, or ask the agent to merge.")
                    .toException();
        }
        return turns.sync(actor);
    }

    /// A person types: makes the session's sandbox ready.
    public void typing(SessionId id) {
        turns.warm(actor(id));
    }

    /// The session's journal, to be read and followed.
    public Journal journal(SessionId id) {
        return actor(id).journal();
    }

    /// What the session has changed against its base, committed or not.
    public Diff diff(SessionId id, DiffLimits limits) throws InterruptedException {
        return turns.diff(actor(id), limits);
    }

    /// Files that a prompt may mention, by a few of their letters.
    public FileMatches files(SessionId id, String query, int limit) {
        return turns.files(actor(id), query, limit);
    }

    /// The same before there is a session.
    /// @param branch the default branch unless given
    public FileMatches files(RepositoryId repository, Optional<BranchName> branch, String query, int limit) {
        return turns.references().files(repository, branch, query, limit);
    }

    /// The commands that a session's branch defines. A prompt that begins with one carries its text.
    public CommandList commands(SessionId id) {
        return turns.references().commands(actor(id).read(SessionProjection::created));
    }

    /// The same before there is a session.
    /// @param branch the default branch unless given
    public CommandList commands(RepositoryId repository, Optional<BranchName> branch) {
        return turns.references().commands(repository, branch);
    }

    /// A whole file of what the session works on.
    public FileContent file(SessionId id, String path, Side side) throws InterruptedException {
        return turns.file(actor(id), path, side);
    }

    /// The session's sandbox, for people who want to reach what runs there: made ready if it is not, and
    /// waited for.
    public Sandbox sandbox(SessionId id) throws InterruptedException {
        return turns.sandbox(actor(id));
    }

    /// The session's sandbox, if it is ready now.
    public Optional<Sandbox> readySandbox(SessionId id) {
        return turns.readySandbox(actor(id));
    }

    /// Everyone who prompted a session; nobody when there is none of this id.
    List<UserId> prompters(SessionId id) {
        return find(id).map(SessionSummary::prompters).orElse(List.of()).stream()
                .map(Author::user)
                .toList();
    }

    /// The session whose work a branch is: the one that the branch is named for, else the one that is claimed.
    /// @throws ProblemException if the claimed session works on another branch or repository, or does not exist
    public Optional<SessionSummary> workOn(RepositoryId repository, BranchName branch, Optional<SessionId> claimed) {
        Optional<SessionSummary> named = Workspaces.sessionOf(branch)
                .flatMap(this::find)
                .filter(session -> session.repository().equals(repository));
        Optional<SessionSummary> session = named.or(() -> claimed.map(this::summary));
        claimed.filter(id -> session.filter(found ->
                                found.id().equals(id) && found.repository().equals(repository))
                        .isEmpty())
                .ifPresent(id -> {
                    throw Problem.invalid(
                                    "not-its-work",
                                    "This is not that session's work",
                                    "The branch `" + branch.value() + "` of " + repository.value()
                                            + " is not the work of session " + id.value() + ".")
                            .withRemedy("Leave the session out: its branch tells whose work it is.")
                            .toException();
                });
        return session;
    }

    /// Whether a session has that sandbox, as far as its journal tells.
    public Residents.Answer livesIn(SessionId id, SandboxId sandbox) {
        try {
            return actor(id)
                            .read(SessionProjection::sandbox)
                            .filter(sandbox::equals)
                            .isPresent()
                    ? Residents.Answer.LIVES_THERE
                    : Residents.Answer.LIVES_ELSEWHERE;
        } catch (ProblemException e) {
            if (e.problem().kind() == Problem.Kind.UNKNOWN) {
                return Residents.Answer.UNKNOWN;
            }
            throw e;
        }
    }

    private Optional<SessionSummary> find(SessionId id) {
        try {
            return Optional.of(summary(id));
        } catch (ProblemException e) {
            if (e.problem().kind() == Problem.Kind.UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Tells of each session that is new or has changed, as often as it changes and under its lock: a watcher
    /// only
    /// notes it, and asks for the [#summary] when it is ready to pass it on.
    public Pin onChange(Consumer<SessionId> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    SessionActor actor(SessionId id) {
        SessionActor known = actors.get(id);
        return known != null && !known.isAstray() ? known : openOnce(id, () -> reopen(id));
    }

    private SessionActor reopen(SessionId id) {
        SessionActor known = actors.get(id);
        if (known != null && !known.leaveIfAstray()) {
            return known;
        }
        // The index may hold what the disk refused; the journal does not.
        SessionActor fresh = load(id, known == null ? index.find(id) : Optional.empty());
        actors.put(id, fresh);
        return fresh;
    }

    /// Opens a session while all others who want it wait for the outcome, and nobody waits who wants another one.
    private SessionActor openOnce(SessionId id, Supplier<SessionActor> how) {
        CompletableFuture<SessionActor> mine = new CompletableFuture<>();
        CompletableFuture<SessionActor> other = opening.putIfAbsent(id, mine);
        if (other != null) {
            try {
                return other.join();
            } catch (CompletionException e) {
                throw Problem.from(e.getCause() == null ? e : e.getCause()).toException(e);
            }
        }
        try {
            SessionActor opened = how.get();
            mine.complete(opened);
            return opened;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            opening.remove(id, mine);
        }
    }

    /// Brings back what the last daemon left behind: sessions whose journal knows more than the index, and
    /// turns that
    /// were interrupted. A session that is asked for meanwhile is brought back first.
    void recover() {
        try {
            index.rooms()
                    .forEach(room -> residence
                            .claims()
                            .note(
                                    room.session(),
                                    Optional.of(new SandboxId(room.sandbox())),
                                    Optional.of(new HostId(room.host()))));
            Map<SessionId, SessionIndex.Saved> saved = index.saved();
            for (SessionId id : journals.all()) {
                if (closed) {
                    return;
                }
                SessionIndex.@Nullable Saved known = saved.get(id);
                if (known == null || known.active() || known.mayLagBehind(journals.lastWritten(id))) {
                    bringBack(id);
                }
            }
            recovered = true;
        } catch (RuntimeException e) {
            LOG.warn("Not all sessions could be looked through; each is brought back when it is asked for", e);
        }
    }

    private void bringBack(SessionId id) {
        try {
            actor(id);
        } catch (ProblemException e) {
            // Such as one whose first row never reached the disk.
            LOG.info("Session {} is not brought back: {}", id.value(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Session {} could not be brought back", id.value(), e);
        }
    }

    public void close() throws InterruptedException {
        closed = true;
        residence.keeper().close();
        List<Thread> closing = new ArrayList<>();
        for (SessionActor actor : actors.values()) {
            closing.add(Thread.ofVirtual().start(() -> {
                try {
                    actor.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread thread : closing) {
            thread.join();
        }
        turns.close();
        index.close();
    }

    /// Why a repository can't be removed.
    private Optional<String> objection(RepositoryId repository) {
        index.catchUp();
        List<SessionIndex.Listed> using = index.list(
                new SessionQuery(
                        Optional.of(repository),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        false),
                Optional.empty(),
                MAX_PAGE);
        return using.isEmpty()
                ? Optional.empty()
                : Optional.of((using.size() == MAX_PAGE ? MAX_PAGE + " or more" : using.size())
                        + (using.size() == 1 ? " session works on it: " : " sessions work on it, the newest of them ")
                        + using.getFirst().summary().id().value() + ".");
    }

    private static String networkFor(NetworkPolicy policy) {
        return switch (policy) {
            case NetworkPolicy.None none -> "Programs have no network but a loopback of their own.";
            case NetworkPolicy.Host host -> "Programs can reach whatever the computer can.";
            case NetworkPolicy.AllowList allowed ->
                "Programs can reach these hosts only, by HTTP and HTTPS through the proxy in http_proxy and https_proxy: "
                        + String.join(", ", allowed.hosts()) + ".";
        };
    }

    private SessionActor load(SessionId id, Optional<SessionProjection.Snapshot> saved) {
        Journal journal = journals.open(id);
        SessionProjection projection = saved.map(SessionProjection::of).orElseGet(SessionProjection::new);
        if (projection.lastSeq() > journal.last()) {
            LOG.warn("The index knows more of session {} than its journal: the journal is right", id.value());
            projection = new SessionProjection();
        }
        journal.forEach(projection.lastSeq() + 1, projection::apply);
        if (projection.lastSeq() == 0) {
            throw Problem.unknown(
                            "unknown-session", "There is no such session", "Session " + id.value() + " never began.")
                    .toException();
        }
        SessionActor actor = actor(id, projection, journal);
        projection.active().ifPresent(turn -> actor.markInterrupted(turn, turns.tidy(actor, turn)));
        try {
            news.reconcile(actor);
        } catch (RuntimeException e) {
            LOG.warn("Session {} could not be compared with the forge", id.value(), e);
        }
        changed(id, actor);
        return actor;
    }

    private SessionActor actor(SessionId id, SessionProjection projection, Journal journal) {
        return new SessionActor(projection, journal, clock, turns, actor -> changed(id, actor));
    }

    private void changed(SessionId id, SessionActor actor) {
        actor.read(p -> {
            residence.claims().note(id, p.sandbox(), p.host());
            return p;
        });
        index.save(id, actor::standing);
        watchers.forEach(watcher -> watcher.accept(id));
    }

    private Prompt newPrompt(SessionActor actor, SessionCalls.NewPrompt request, Author author) {
        List<Attachment> attachments = new ArrayList<>(
                Attachments.keep(request.attachments(), actor.journal().blobs()));
        turns.references()
                .command(
                        actor.read(SessionProjection::created),
                        request.text(),
                        actor.journal().blobs())
                .ifPresent(attachments::add);
        return new Prompt(
                request.id().orElseGet(this::promptId),
                author,
                request.text(),
                request.mode().orElse(PromptMode.QUEUE),
                attachments,
                request.model().map(founding::model),
                clock.instant());
    }

    /// An id of its own millisecond, so that sessions list in the order in which they were made.
    private SessionId nextId(Instant now) {
        long millis = newest.updateAndGet(before -> Math.max(before + 1, now.toEpochMilli()));
        return SessionId.of(millis, random.nextLong());
    }

    private PromptId promptId() {
        return new PromptId("p" + Long.toUnsignedString(random.nextLong(), 36));
    }

    private static void checkPrompt(String text, boolean alone) {
        if (text.isBlank() && alone) {
            throw Problem.invalid("empty-prompt", "The prompt is empty", "A prompt needs a word or a file.")
                    .toException();
        }
        if (text.length() > MAX_PROMPT) {
            throw Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "prompt-too-long",
                            "The prompt is too long",
                            "It has " + text.length() + " characters; " + MAX_PROMPT + " are possible.")
                    .withRemedy("Put long material into a file of the repository, or attach it.")
                    .toException();
        }
    }

    /// What a model name stands for, and what a new session is made of.
    interface NewSessions {
        /// @throws dev.slipway.model.problem.ProblemException when it stands for nothing that can be used
        ModelName model(ModelName asked);

        SessionEvent.SessionCreated found(SessionId id, SessionCalls.NewSession request, Author by);

        /// Gives the session what was made ready while its first prompt was written.
        void inherit(SessionEvent.SessionCreated session, SessionCalls.NewSession request);
    }

    /// What runs a session's turns and knows its sandbox.
    interface Turns extends SessionActor.TurnRunner {
        /// Makes the session's sandbox ready, if it is not.
        void warm(SessionActor session);

        /// Closes what the daemon's end left open in the journal.
        /// @return what had left the sandbox by then
        List<String> tidy(SessionActor session, TurnId interrupted);

        Diff diff(SessionActor session, DiffLimits limits) throws InterruptedException;

        /// Who lives in the sandbox of a session.
        RoomKeeper.Tenant tenant(SessionActor session);

        /// Brings the newest commits in.
        SessionCalls.SyncAnswer sync(SessionActor session) throws InterruptedException;

        /// What prompts may refer to.
        References references();

        /// Files of the session's branch, and those that only its sandbox has.
        FileMatches files(SessionActor session, String query, int limit);

        FileContent file(SessionActor session, String path, Side side) throws InterruptedException;

        /// The session's sandbox; waits until it is ready.
        Sandbox sandbox(SessionActor session) throws InterruptedException;

        /// The same, if it is ready now.
        Optional<Sandbox> readySandbox(SessionActor session);

        /// Waits a moment for sandboxes that are being made, so that none is left half made.
        void close() throws InterruptedException;

        /// This session is no more.
        void forget(SessionId session);
    }
}
