package dev.slipway.session;

import dev.slipway.agent.Agent;
import dev.slipway.agent.Gate;
import dev.slipway.agent.Instructions;
import dev.slipway.agent.Turn;
import dev.slipway.agent.TurnOutcome;
import dev.slipway.forge.Repositories;
import dev.slipway.git.DiffLimits;
import dev.slipway.git.FileContents;
import dev.slipway.git.Mirror;
import dev.slipway.git.Workspaces;
import dev.slipway.journal.Journal;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.Side;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent.FilesOvertaken;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.event.SessionEvent.ToolCallWaited.WaitedFor;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.SessionCalls.SyncAnswer;
import dev.slipway.model.wire.WritingCalls.FileMatches;
import dev.slipway.pool.Hold;
import dev.slipway.sandbox.FileSlice;
import dev.slipway.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs turns: gives the agent what it needs, and brings out what it made. The model is called at once; the
/// sandbox is
/// waited for by the first tool that needs it.
final class SessionTurns implements Sessions.Turns {
    private static final Logger LOG = LoggerFactory.getLogger(SessionTurns.class);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final int REMEMBERED_CONVERSATIONS = 50;
    private static final int INSTRUCTIONS_BYTES = 64 << 10;

    private final Function<Journal, Agent> agents;
    private final SandboxFurnishing furnishing;
    private final Repositories repositories;
    private final Workspaces workspaces;
    private final CodeOut codeOut;
    private final String network;
    private final References references;
    private final RoomKeeper keeper;
    private final InstantSource clock;
    private final Map<SessionId, Desk> desks = new ConcurrentHashMap<>();
    private final Recollection recollection = new Recollection(REMEMBERED_CONVERSATIONS);

    /// What a session works with.
    /// @param unsettled whether a tool may have left something that is not committed yet
    /// @param touched   when a person last showed that they will need it
    private record Desk(
            SessionActor session,
            Agent agent,
            Workroom room,
            UnsavedFiles files,
            AtomicBoolean unsettled,
            AtomicReference<Instant> touched)
            implements RoomKeeper.Tenant {

        @Override
        public Instant used() {
            Instant written = session.read(SessionProjection::summary).updatedAt();
            return written.isAfter(touched.get()) ? written : touched.get();
        }

        @Override
        public List<Hold> programs() {
            return agent.programs().stream()
                    .map(program -> new Hold(
                            Hold.Kind.PROGRAM,
                            "the agent",
                            "left a program running: " + SessionTitles.subject(program.command()),
                            program.since()))
                    .toList();
        }
    }

    /// @param network what programs in a sandbox may reach, a sentence for the model
    SessionTurns(
            Neighbours with,
            Function<Journal, Agent> agents,
            SandboxFurnishing furnishing,
            CodeOut codeOut,
            String network,
            RoomKeeper keeper) {
        this.agents = agents;
        this.furnishing = furnishing;
        this.codeOut = codeOut;
        this.network = network;
        this.keeper = keeper;
        this.repositories = with.repositories();
        this.workspaces = with.workspaces();
        this.clock = with.clock();
        this.references = new References(repositories);
    }

    @Override
    public void warm(SessionActor session) {
        Desk desk = desk(session);
        desk.touched().set(clock.instant());
        desk.room().warm();
    }

    @Override
    public RoomKeeper.Tenant tenant(SessionActor session) {
        return desk(session);
    }

    @Override
    public List<String> tidy(SessionActor session, TurnId interrupted) {
        return desk(session).agent().recover(interrupted);
    }

    @Override
    public TurnOutcome run(SessionActor session, TurnId id, Prompt prompt) throws InterruptedException {
        Running turn = new Running(session, id, prompt);
        TurnOutcome outcome = recollection.run(desk(session).agent(), turn.forAgent());
        try {
            return finished(turn, outcome);
        } finally {
            if (turn.acted.get()) {
                keeper.afterTurn(desk(session));
            }
        }
    }

    private static TurnOutcome finished(Running turn, TurnOutcome outcome) throws InterruptedException {
        if (outcome instanceof TurnOutcome.Completed) {
            try {
                turn.finish();
            } catch (ProblemException e) {
                return new TurnOutcome.Failed(e.problem(), outcome.left());
            }
        }
        return outcome;
    }

    @Override
    public Diff diff(SessionActor session, DiffLimits limits) throws InterruptedException {
        Optional<Workroom.Place> place = desk(session).room().ready();
        if (place.isPresent()) {
            return workspaces.diff(place.get().git(), place.get().base(), limits);
        }
        Sides sides = sides(session);
        if (sides.head().isPresent()) {
            return sides.mirror().diff(sides.base(), sides.head().get(), limits);
        }
        return new Diff(sides.base(), sides.base(), DiffStat.NONE, List.of(), false);
    }

    /// What is compared while there is no sandbox.
    /// @param base where the session's branch left its base branch
    /// @param head empty while the session has brought nothing out
    private record Sides(Mirror mirror, Optional<CommitId> base, Optional<CommitId> head) {}

    private Sides sides(SessionActor session) {
        SessionCreated about = session.read(SessionProjection::created);
        Mirror mirror = repositories.mirror(about.repository());
        Optional<CommitId> base = mirror.tip(about.base());
        Optional<CommitId> head = mirror.tip(about.branch());
        return new Sides(
                mirror, base.isPresent() && head.isPresent() ? mirror.mergeBase(base.get(), head.get()) : base, head);
    }

    @Override
    public Sandbox sandbox(SessionActor session) throws InterruptedException {
        return desk(session).room().await().sandbox();
    }

    @Override
    public Optional<Sandbox> readySandbox(SessionActor session) {
        return desk(session).room().ready().map(Workroom.Place::sandbox);
    }

    @Override
    public FileContent file(SessionActor session, String path, Side side) throws InterruptedException {
        FileContents.checkPath(path);
        Optional<Workroom.Place> place = desk(session).room().ready();
        if (place.isPresent() && side == Side.AFTER) {
            FileSlice slice = place.get().sandbox().files().read(path, 0, FileContents.MOST);
            if (slice.size() > FileContents.MOST) {
                throw FileContents.tooLarge(path);
            }
            return FileContents.of(path, slice.bytes());
        }
        Sides sides = sides(session);
        Optional<CommitId> before = place.isPresent() ? place.get().base() : sides.base();
        return FileContents.at(
                sides.mirror(), side == Side.BEFORE ? before : sides.head().or(() -> before), path);
    }

    @Override
    public SyncAnswer sync(SessionActor session) throws InterruptedException {
        return furnishing.syncAgain(session, desk(session).room());
    }

    @Override
    public References references() {
        return references;
    }

    @Override
    public FileMatches files(SessionActor session, String query, int limit) {
        Desk desk = desk(session);
        return references.files(
                session.read(SessionProjection::created),
                query,
                limit,
                committed -> desk.files().onto(committed, desk.room().ready()));
    }

    @Override
    public void close() throws InterruptedException {
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        for (Desk desk : desks.values()) {
            desk.room().settle(Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    @Override
    public void forget(SessionId session) {
        desks.remove(session);
    }

    /// An actor that was made anew from its journal gets an agent that remembers no more than that; the room
    /// stays.
    private Desk desk(SessionActor session) {
        SessionId id = session.journal().session();
        Desk known = desks.get(id);
        if (known != null && known.session().equals(session)) {
            return known;
        }
        return desks.compute(id, (_, before) -> {
            if (before != null && before.session().equals(session)) {
                return before;
            }
            Agent agent = agents.apply(session.journal());
            return new Desk(
                    session,
                    agent,
                    before != null
                            ? before.room()
                            : new Workroom(
                                    id.value(),
                                    (room, readable) -> furnishing.furnish(owner(id, session), room, readable),
                                    furnishing::usable),
                    before != null ? before.files() : new UnsavedFiles(workspaces),
                    before != null
                            ? before.unsettled()
                            : new AtomicBoolean(session.read(SessionProjection::hadSandbox)),
                    before != null ? before.touched() : new AtomicReference<>(Instant.EPOCH));
        });
    }

    private SessionActor owner(SessionId id, SessionActor first) {
        Desk desk = desks.get(id);
        return desk == null ? first : desk.session();
    }

    /// One turn while it runs.
    private final class Running implements Gate {
        private final SessionActor session;
        private final TurnId id;
        private final Prompt prompt;
        private final Workroom room;
        private final List<Author> debt;
        private final List<Author> authors = new ArrayList<>();
        private String subject;
        private boolean settled;
        private final AtomicBoolean unsettled;
        private final AtomicBoolean acted = new AtomicBoolean();

        Running(SessionActor session, TurnId id, Prompt prompt) {
            this.session = session;
            this.id = id;
            this.prompt = prompt;
            room = desk(session).room();
            unsettled = desk(session).unsettled();
            authors.add(prompt.author());
            subject = SessionTitles.subject(prompt.text());
            debt = session.read(p -> p.hadSandbox() ? p.uncommitted() : List.<Author>of()).stream()
                    .filter(author -> !author.equals(prompt.author()))
                    .toList();
            settled = debt.isEmpty();
        }

        Turn forAgent() {
            SessionCreated about = session.read(SessionProjection::created);
            ModelName model = prompt.model().orElse(session.read(SessionProjection::model));
            return new Turn(
                    id,
                    model,
                    List.of(prompt),
                    new Turn.Place(
                            about.repository(),
                            about.base(),
                            about.branch(),
                            network,
                            workspaces.environment(prompt.author())),
                    new Turn.Ports(
                            () -> session.takeInserted(id, this::handOver),
                            this,
                            draft -> codeOut.open(session, place(), List.copyOf(authors), draft),
                            instructions(about)));
        }

        /// The sandbox, with what a stopped turn of somebody else left uncommitted committed in that person's
        /// name.
        private synchronized Workroom.Place place() throws InterruptedException {
            Workroom.Place place = room.await();
            if (!settled) {
                settled = true;
                commitFor(debt, place, "Work that was stopped").ifPresent(kept -> {
                    authors.addAll(0, kept);
                    unsettled.set(true);
                });
            }
            return place;
        }

        /// Commits in the name of these people. What can't be committed now, as in the midst of a merge, is
        /// theirs
        /// together with those who come after them.
        /// @return who is still owed a commit
        private Optional<List<Author>> commitFor(List<Author> people, Workroom.Place place, String message) {
            try {
                codeOut.commit(session, place, people, message);
                return Optional.empty();
            } catch (ProblemException e) {
                LOG.info("Session {} commits later: {}", room.name(), e.getMessage());
                return Optional.of(people);
            }
        }

        /// Somebody else speaks from here on: what is there so far was done for those who spoke before.
        private void handOver(Prompt inserted) {
            Optional<Workroom.Place> place = room.ready().filter(_ -> settled);
            if (!unsettled.get()) {
                authors.clear();
            } else if (place.isPresent()
                    && commitFor(List.copyOf(authors), place.get(), subject).isEmpty()) {
                authors.clear();
            }
            if (!authors.contains(inserted.author())) {
                authors.add(inserted.author());
            }
            subject = SessionTitles.subject(inserted.text());
        }

        @Override
        public Gate.Passage pass(Effect effect) throws InterruptedException {
            boolean reads = effect == Effect.READS;
            long start = System.nanoTime();
            Workroom.Place readable = room.awaitReadable();
            Duration forSandbox = Duration.ofNanos(System.nanoTime() - start);
            if (reads) {
                Lock tree = room.tree().readLock();
                tree.lockInterruptibly();
                return new Gate.Passage(
                        readable.sandbox(),
                        WaitedFor.SANDBOX,
                        Duration.ofNanos(System.nanoTime() - start),
                        tree::unlock);
            }
            Sandbox sandbox = place().sandbox();
            unsettled.set(true);
            acted.set(true);
            Duration all = Duration.ofNanos(System.nanoTime() - start);
            return new Gate.Passage(
                    sandbox,
                    all.minus(forSandbox).compareTo(forSandbox) > 0 ? WaitedFor.SYNC : WaitedFor.SANDBOX,
                    all,
                    () -> {});
        }

        @Override
        public Optional<FilesOvertaken> overtaken() {
            return room.change()
                    .flatMap(change -> change.files().seen(session.journal(), change.since(), change.until()));
        }

        /// Brings out what the turn made, and what is still owed to others; nothing when no tool could have
        /// made any.
        void finish() throws InterruptedException {
            if (unsettled.get() || !debt.isEmpty()) {
                codeOut.settle(session, place(), List.copyOf(authors), subject);
                unsettled.set(false);
            }
        }

        private Instructions instructions(SessionCreated about) {
            Mirror mirror = repositories.mirror(about.repository());
            return path -> mirror.tip(about.branch())
                    .or(() -> mirror.tip(about.base()))
                    .flatMap(commit -> mirror.read(commit, path, INSTRUCTIONS_BYTES))
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
