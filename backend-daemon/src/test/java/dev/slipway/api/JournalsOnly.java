package dev.slipway.api;

import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Usage;
import dev.slipway.model.wire.ClientFrame;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Sessions that are their journals and nothing else: no agent, no sandbox.
final class JournalsOnly implements FollowedSessions {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Journals journals;
    private final List<Consumer<SessionId>> watchers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<SessionId> typed = new LinkedBlockingQueue<>();

    private final BlockingQueue<ClientFrame.Drafting> drafted = new LinkedBlockingQueue<>();

    JournalsOnly(Journals journals) {
        this.journals = journals;
    }

    void changed(SessionId session) {
        watchers.forEach(watcher -> watcher.accept(session));
    }

    int watchers() {
        return watchers.size();
    }

    BlockingQueue<ClientFrame.Drafting> drafted() {
        return drafted;
    }

    BlockingQueue<SessionId> typed() {
        return typed;
    }

    @Override
    public void drafting(ClientFrame.Drafting draft, UserId person) {
        drafted.add(draft);
    }

    @Override
    public Journal journal(SessionId session) {
        return journals.open(session);
    }

    @Override
    public List<SessionSummary> newest(int limit) {
        return journals.all().reversed().stream()
                .limit(limit)
                .map(this::summary)
                .toList();
    }

    @Override
    public SessionSummary summary(SessionId session) {
        return new SessionSummary(
                session,
                "A title",
                new RepositoryId("shop"),
                new BranchName("main"),
                new BranchName("slipway/" + session.value() + "-a-title"),
                new ModelName("rehearsal/demo"),
                SessionState.IDLE,
                RunningServer.ADA,
                List.of(RunningServer.ADA),
                0,
                Usage.NONE,
                Cost.NONE,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                journals.open(session).last(),
                journals.open(session).last(),
                NOON,
                NOON);
    }

    @Override
    public Pin onChange(Consumer<SessionId> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Override
    public void typing(SessionId session) {
        typed.add(session);
    }
}
