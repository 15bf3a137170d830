package dev.slipway.session;

import dev.slipway.agent.Agent;
import dev.slipway.agent.Instructions;
import dev.slipway.agent.Turn;
import dev.slipway.agent.TurnOutcome;
import dev.slipway.forge.Repositories;
import dev.slipway.git.DiffLimits;
import dev.slipway.git.Mirror;
import dev.slipway.git.Workspaces;
import dev.slipway.journal.Journal;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.TurnId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Runs turns: gives the agent what it needs, and brings out what it made. The model is called at once; the sandbox is
/// waited for by the first tool that needs it.
final class SessionTurns implements Sessions.Turns {
    private static final int INSTRUCTIONS_BYTES = 64 << 10;

    private final Function<Journal, Agent> agents;
    private final SandboxFurnishing furnishing;
    private final Repositories repositories;
    private final Workspaces workspaces;
    private final CodeOut codeOut;
    private final String network;
    private final Map<SessionId, Desk> desks = new ConcurrentHashMap<>();

    /// What a session works with.
    private record Desk(Agent agent, Workroom room) {}

    /// @param network what programs in a sandbox may reach, a sentence for the model
    SessionTurns(
            Function<Journal, Agent> agents,
            SandboxFurnishing furnishing,
            Repositories repositories,
            Workspaces workspaces,
            CodeOut codeOut,
            String network) {
        this.agents = agents;
        this.furnishing = furnishing;
        this.repositories = repositories;
        this.workspaces = workspaces;
        this.codeOut = codeOut;
        this.network = network;
    }

    @Override
    public void warm(SessionActor session) {
        var _ = desk(session).room().warm();
    }

    @Override
    public List<String> tidy(SessionActor session, TurnId interrupted) {
        return desk(session).agent().recover(interrupted);
    }

    @Override
    public TurnOutcome run(SessionActor session, TurnId id, Prompt prompt) throws InterruptedException {
        Running turn = new Running(session, id, prompt);
        TurnOutcome outcome = desk(session).agent().run(turn.forAgent());
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
        SessionCreated about = session.read(SessionProjection::created);
        Mirror mirror = repositories.mirror(about.repository());
        Optional<CommitId> base = mirror.tip(about.base());
        Optional<CommitId> head = mirror.tip(about.branch());
        Optional<CommitId> common =
                base.isPresent() && head.isPresent() ? mirror.mergeBase(base.get(), head.get()) : base;
        Optional<Workroom.Place> place = desk(session).room().ready();
        if (place.isPresent()) {
            return workspaces.diff(place.get().git(), place.get().base(), limits);
        }
        if (head.isPresent()) {
            return mirror.diff(common, head.get(), limits);
        }
        return new Diff(base, base, dev.slipway.model.code.DiffStat.NONE, List.of(), false);
    }

    private Desk desk(SessionActor session) {
        return desks.computeIfAbsent(
                session.journal().session(),
                id -> new Desk(
                        agents.apply(session.journal()), new Workroom(id.value(), () -> furnishing.furnish(session))));
    }

    /// One turn while it runs.
    private final class Running {
        private final SessionActor session;
        private final TurnId id;
        private final Prompt prompt;
        private final Workroom room;
        private final List<Author> debt;
        private final List<Author> authors = new ArrayList<>();
        private String subject;
        private boolean settled;

        Running(SessionActor session, TurnId id, Prompt prompt) {
            this.session = session;
            this.id = id;
            this.prompt = prompt;
            room = desk(session).room();
            authors.add(prompt.author());
            subject = SessionTitles.subject(prompt.text());
            debt = session.read(SessionProjection::uncommitted).stream()
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
                            effect -> place().sandbox(),
                            draft -> codeOut.open(session, place(), List.copyOf(authors), draft),
                            instructions(about)));
        }

        /// The sandbox, with what a stopped turn of somebody else left uncommitted committed in that person's name.
        private synchronized Workroom.Place place() throws InterruptedException {
            Workroom.Place place = room.await();
            if (!settled) {
                settled = true;
                codeOut.commit(session, place, debt, "Work that was stopped");
            }
            return place;
        }

        /// Somebody else speaks from here on: what is there so far was done for those who spoke before.
        private void handOver(Prompt inserted) {
            room.ready().filter(place -> settled).ifPresent(place -> {
                codeOut.commit(session, place, List.copyOf(authors), subject);
                authors.clear();
            });
            if (!authors.contains(inserted.author())) {
                authors.add(inserted.author());
            }
            subject = SessionTitles.subject(inserted.text());
        }

        /// Brings out what the turn made, when it has touched the sandbox at all.
        void finish() throws InterruptedException {
            if (room.ready().isPresent()) {
                codeOut.settle(session, place(), List.copyOf(authors), subject);
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
