package dev.slipway.pool;

import dev.slipway.git.Mirror;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.DraftId;
import dev.slipway.sandbox.SandboxId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Prompts that are being written for sessions to come. The first key has a sandbox claimed, the newest commits fetched
/// and brought into it; the session takes it over as it is by then, and one that nobody types any more gives it back.
final class Drafts {
    private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);
    private static final Duration FAREWELL = Duration.ofSeconds(8);
    private static final int MOST = 50;
    private static final Duration FETCH = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int REMEMBERED = 1_000;
    /// A session that was created and has not claimed by then never will.
    private static final Duration HEIRS_WAIT = Duration.ofMinutes(5);

    private final Leases leases;
    private final Stock stock;
    private final Entries entries;
    private final Figures figures;
    private final WarmSettings settings;
    private final InstantSource clock;
    private final Map<DraftId, Draft> drafts = new HashMap<>();
    private final Map<SessionId, Draft> heirs = new HashMap<>();
    /// Keys that come late must not begin a draft anew.
    private final Map<DraftId, Boolean> over = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DraftId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Set<Thread> work = ConcurrentHashMap.newKeySet();
    private @Nullable Thread thread;

    /// One prompt that is being written. Its lock guards the work tree: whoever brings commits in holds it.
    private static final class Draft {
        private final Holder.Draft holder;
        private final UserId person;
        private final RepositoryId repository;
        private final BranchName branch;
        private final Instant since;
        private final long began = System.nanoTime();
        private final CompletableFuture<Lease> lease = new CompletableFuture<>();
        private volatile Instant typed;
        private volatile Duration ready = Duration.ZERO;
        private Optional<CommitId> commit = Optional.empty();
        private boolean taken;

        Draft(Holder.Draft holder, UserId person, RepositoryId repository, BranchName branch, Instant typed) {
            this.holder = holder;
            this.person = person;
            this.repository = repository;
            this.branch = branch;
            this.since = typed;
            this.typed = typed;
        }

        boolean isOf(UserId who, RepositoryId of) {
            return person.equals(who) && repository.equals(of);
        }
    }

    Drafts(Leases leases, Stock stock, Entries entries, Figures figures, WarmSettings settings, InstantSource clock) {
        this.leases = leases;
        this.stock = stock;
        this.entries = entries;
        this.figures = figures;
        this.settings = settings;
        this.clock = clock;
    }

    void start() {
        Duration pace = settings.abandoned().dividedBy(10);
        thread = Thread.ofVirtual().name("drafts").start(() -> {
            try {
                while (true) {
                    Thread.sleep(pace);
                    sweep();
                }
            } catch (InterruptedException e) {
                LOG.debug("Drafts are not looked after any more");
            }
        });
    }

    /// A key was pressed. Only the first one of a draft does more than note the time.
    void typing(DraftId id, UserId person, RepositoryId repository, BranchName branch) {
        Instant now = clock.instant();
        Draft fresh;
        List<Draft> left;
        synchronized (this) {
            Draft known = drafts.get(id);
            if (known != null && known.isOf(person, repository) && known.branch.equals(branch)) {
                known.typed = now;
                return;
            }
            if (thread == null || over.containsKey(id) || (known != null && !known.person.equals(person))) {
                return;
            }
            Optional<Draft> other = drafts.values().stream()
                    .filter(draft -> draft.isOf(person, repository) && draft.branch.equals(branch))
                    .findFirst();
            if (other.isPresent()) {
                // A person writes one prompt at a time: what was made ready for the one before serves this one.
                drafts.values().remove(other.get());
                drafts.put(id, other.get());
                other.get().typed = now;
                return;
            }
            left = drafts.entrySet().stream()
                    .filter(draft ->
                            draft.getKey().equals(id) || draft.getValue().isOf(person, repository))
                    .map(Map.Entry::getValue)
                    .toList();
            if (drafts.size() - left.size() >= MOST
                    || begunJustNow(person, now)
                    || stock.mirror(repository).tip(branch).isEmpty()) {
                return;
            }
            drafts.values().removeAll(left);
            fresh = new Draft(new Holder.Draft(id), person, repository, branch, now);
            drafts.put(id, fresh);
        }
        left.forEach(this::release);
        figures.drafted(repository);
        Thread preparing =
                Thread.ofVirtual().name("draft " + repository.value()).unstarted(() -> prepare(fresh));
        work.add(preparing);
        preparing.start();
    }

    /// Whether a draft of the person began within the last second: whoever tries branch after branch makes no more.
    private boolean begunJustNow(UserId person, Instant now) {
        return drafts.values().stream()
                .anyMatch(draft ->
                        draft.person.equals(person) && draft.since.plus(PAUSE).isAfter(now));
    }

    /// The draft has become a session: its claim gets what there is.
    synchronized void inherit(DraftId id, UserId person, Leases.Wish heir) {
        over.put(id, true);
        Draft draft = drafts.get(id);
        if (draft == null || !draft.person.equals(person)) {
            return;
        }
        drafts.remove(id);
        if (draft.repository.equals(heir.repository()) && draft.branch.equals(heir.base())) {
            draft.typed = clock.instant();
            heirs.put(heir.session(), draft);
        } else {
            release(draft);
        }
    }

    /// There is no such repository any more.
    synchronized void forget(RepositoryId repository) {
        List<Draft> gone = drafts.values().stream()
                .filter(draft -> draft.repository.equals(repository))
                .toList();
        drafts.values().removeAll(gone);
        gone.forEach(this::release);
    }

    /// What was made ready for this session while its prompt was written, if that was so and went well.
    /// @param start when the session's claim began, by [System#nanoTime]
    Optional<Lease> await(SessionId session, long start) throws InterruptedException {
        @Nullable Draft draft;
        synchronized (this) {
            draft = heirs.remove(session);
        }
        if (draft == null) {
            return Optional.empty();
        }
        try {
            Lease lease = draft.lease.get();
            Optional<CommitId> commit;
            synchronized (draft) {
                draft.taken = true;
                commit = draft.commit.or(lease::commit);
            }
            Holder heir = new Holder.Session(session);
            if (!stock.pool().present(lease.host())
                    || !entries.pass(lease.sandbox().id(), draft.holder, heir)) {
                release(draft);
                return Optional.empty();
            }
            Duration waited = Leases.since(start);
            Duration ready = draft.ready.isZero() ? lease.waited() : draft.ready;
            figures.draftUsed(draft.repository, ready.minus(waited));
            return Optional.of(new Lease(
                    lease.sandbox(),
                    lease.host(),
                    commit,
                    lease.image(),
                    Lease.Kind.PREDICTED,
                    "it was made ready while the prompt was written",
                    waited));
        } catch (ExecutionException e) {
            LOG.debug("The draft of session {} had no sandbox", session.value(), e);
            return Optional.empty();
        }
    }

    private void prepare(Draft draft) {
        try {
            Lease lease = leases.provide(
                    new Leases.Order(draft.holder, leases.newId(), draft.repository, draft.branch, Optional.empty()),
                    draft.began);
            draft.lease.complete(lease);
            fetch(draft.repository);
            bring(draft, lease);
            draft.ready = Leases.since(draft.began);
        } catch (InterruptedException | RuntimeException e) {
            // The session is told, as it has the same trouble then.
            LOG.debug("Nothing could be made ready for a draft of {}", draft.repository.value(), e);
            draft.lease.completeExceptionally(e);
        } finally {
            work.remove(Thread.currentThread());
        }
    }

    private void fetch(RepositoryId repository) throws InterruptedException {
        try {
            stock.fetch(repository, settings.fetch(), FETCH);
        } catch (ProblemException e) {
            // Whoever starts the session is told.
            LOG.debug("{} could not be fetched for a draft: {}", repository.value(), e.getMessage());
        }
    }

    private void bring(Draft draft, Lease lease) {
        Mirror mirror = stock.mirror(draft.repository);
        Optional<CommitId> tip = mirror.tip(draft.branch);
        synchronized (draft) {
            if (!draft.taken) {
                stock.bring(lease.sandbox(), mirror, draft.branch, tip);
                draft.commit = tip;
            }
        }
    }

    private void sweep() {
        Instant now = clock.instant();
        synchronized (this) {
            List<Draft> silent = drafts.values().stream()
                    .filter(draft -> draft.typed.plus(settings.abandoned()).isBefore(now))
                    .toList();
            drafts.values().removeAll(silent);
            silent.forEach(this::release);
            heirs.values().removeIf(draft -> {
                boolean late = draft.typed.plus(HEIRS_WAIT).isBefore(now);
                if (late) {
                    release(draft);
                }
                return late;
            });
        }
    }

    /// Gives its sandbox back in the background: to those that wait if it is as good as new, else to nobody.
    private void release(Draft draft) {
        figures.draftAbandoned(draft.repository);
        Thread.ofVirtual().name("draft is over").start(() -> {
            try {
                Lease lease = draft.lease.get();
                SandboxId sandbox = lease.sandbox().id();
                synchronized (draft) {
                    draft.taken = true;
                    Optional<CommitId> holds =
                            isDefault(draft) ? Stock.untouched(lease.sandbox(), draft.branch) : Optional.empty();
                    if (holds.isEmpty() || !entries.giveBack(sandbox, draft.holder, holds)) {
                        entries.doom(sandbox);
                    }
                }
                leases.lookAgain();
            } catch (ExecutionException e) {
                LOG.debug("A draft that is over had no sandbox");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("What was made ready for a draft of {} could not be given back", draft.repository.value(), e);
            }
        });
    }

    private boolean isDefault(Draft draft) {
        return stock.exists(draft.repository)
                && stock.mirror(draft.repository).defaultBranch().equals(draft.branch);
    }

    /// What was made ready for drafts is thrown away by the next daemon.
    void close() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        for (Thread preparing : work) {
            // A sandbox that is half made would be left behind.
            preparing.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
    }
}
