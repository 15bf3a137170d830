package dev.slipway.forge.local;

import dev.slipway.forge.Forge;
import dev.slipway.forge.ForgeEvent;
import dev.slipway.forge.OpenPullRequest;
import dev.slipway.forge.PullRequestFilter;
import dev.slipway.forge.Repositories;
import dev.slipway.git.BranchMoved;
import dev.slipway.git.DiffLimits;
import dev.slipway.git.Mirror;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.Mergeability;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.sqlite.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The forge of a daemon that has no account anywhere: pull requests are rows of its database, and merges are made in
/// its own bare repositories.
public final class LocalForge implements Forge {
    private static final Logger LOG = LoggerFactory.getLogger(LocalForge.class);
    private static final int MAX_PAGE = 200;
    private static final Mergeability NOT_APPLICABLE = new Mergeability(Mergeability.Status.NOT_APPLICABLE, List.of());

    private final Repositories repositories;
    private final PullRows rows;
    private final Supplier<List<User>> users;
    private final ForgeRules rules;
    private final InstantSource clock;
    private final Standing standing = new Standing();
    private final Map<RepositoryId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final List<Consumer<ForgeEvent>> listeners = new CopyOnWriteArrayList<>();

    /// @param users everyone who has an account, to say who may approve
    public LocalForge(
            Repositories repositories,
            Database database,
            Supplier<List<User>> users,
            ForgeRules rules,
            InstantSource clock) {
        this.repositories = repositories;
        this.rows = new PullRows(database);
        this.users = users;
        this.rules = rules;
        this.clock = clock;
        repositories.onRemoved(rows::removeAll);
        repositories.onBranchMoved(this::follow);
    }

    /// Puts right what a crash left half done. To be called once at the start, when listeners are in place.
    public void recover() {
        for (PullRows.Intent intent : rows.intents()) {
            Optional<Pull> pull = rows.byId(intent.pull());
            if (pull.isEmpty()) {
                rows.forget(intent);
                continue;
            }
            Mirror mirror = repositories.mirror(pull.get().ref().repository());
            new Merging(rows, mirror, pull.get())
                    .recover(intent, clock.instant())
                    .ifPresent(merged -> {
                        LOG.warn("{} was merged when the daemon ended; it is marked so now", merged.ref());
                        tell(new ForgeEvent.Merged(describe(merged), intent.method(), intent.after(), intent.by()));
                    });
        }
    }

    @Override
    public PullRequest open(OpenPullRequest request) {
        PullTexts.checkTitle(request.text().title());
        PullTexts.checkBody(request.text().body());
        RepositoryId repository = request.repository();
        Mirror mirror = repositories.mirror(repository);
        BranchName base = request.base().orElseGet(mirror::defaultBranch);
        Pull opened = locked(repository, () -> {
            CommitId head = tipToMerge(mirror, request.head(), base);
            refuseSecond(repository, request.head(), base);
            Pull pull = rows.insert(request, base, head, clock.instant());
            mirror.keepForPullRequest(pull.ref().number(), head);
            return pull;
        });
        return tell(new ForgeEvent.Opened(describe(opened)));
    }

    @Override
    public PullRequest get(PullRequestRef ref) {
        return describe(find(ref));
    }

    @Override
    public Listing list(PullRequestFilter filter, Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw Problem.invalid(
                            "malformed-limit",
                            "This is not a page size",
                            "A page has 1 to " + MAX_PAGE + " pull requests.")
                    .toException();
        }
        long before = cursor.map(PullTexts::position).orElse(Long.MAX_VALUE);
        List<Pull> pulls = rows.list(filter, before, limit + 1);
        boolean more = pulls.size() > limit;
        List<Pull> page = more ? pulls.subList(0, limit) : pulls;
        Optional<String> next = more ? Optional.of(Long.toString(page.getLast().id(), 36)) : Optional.empty();
        return new Listing(page.stream().map(this::describe).toList(), next);
    }

    @Override
    public PullRequest review(PullRequestRef ref, Author author, Review.Verdict verdict, String body) {
        PullTexts.checkBody(body);
        if (verdict == Review.Verdict.COMMENT && body.isBlank()) {
            throw Problem.invalid("empty-review", "A comment needs a text", "The review has neither verdict nor text.")
                    .toException();
        }
        Pull reviewed = locked(ref.repository(), () -> {
            Pull pull = findOpen(ref);
            CommitId head = head(pull);
            if (verdict == Review.Verdict.APPROVE) {
                new Approvals(pull, head, users.get()).checkMayApprove(author.user());
            }
            return rows.review(pull, author, verdict, body, head, clock.instant());
        });
        return tell(
                new ForgeEvent.Reviewed(describe(reviewed), reviewed.reviews().getLast()));
    }

    @Override
    public PullRequest merge(
            PullRequestRef ref, Author by, MergeMethod method, Optional<CommitId> expected, Optional<String> message) {
        Pull merged = locked(ref.repository(), () -> {
            Pull pull = findOpen(ref);
            Mirror mirror = repositories.mirror(ref.repository());
            CommitId head = tipToMerge(mirror, pull.head(), pull.base());
            expected.filter(seen -> !seen.equals(head)).ifPresent(seen -> {
                throw PullTexts.headMoved(pull, seen, head);
            });
            new Approvals(pull, head, users.get()).checkMayMerge(rules.approvals());
            return new Merging(rows, mirror, pull).run(head, new Merging.Choice(method, by, message, clock.instant()));
        });
        return tell(new ForgeEvent.Merged(
                describe(merged), method, merged.mergeCommit().orElseThrow(), by));
    }

    @Override
    public PullRequest change(
            PullRequestRef ref, Author by, Optional<String> title, Optional<String> body, Optional<Boolean> open) {
        title.ifPresent(PullTexts::checkTitle);
        body.ifPresent(PullTexts::checkBody);
        List<ForgeEvent> events = new ArrayList<>();
        locked(ref.repository(), () -> {
            Pull pull = find(ref);
            if (open.isPresent() && pull.state() == PullRequestState.MERGED) {
                throw PullTexts.notOpen(pull);
            }
            if (open.isPresent() && open.get() != pull.isOpen()) {
                pull = open.get()
                        ? reopen(pull)
                        : rows.turn(pull, PullRequestState.CLOSED, head(pull), clock.instant());
                PullRequest now = describe(pull);
                events.add(open.get() ? new ForgeEvent.Reopened(now, by) : new ForgeEvent.Closed(now, by));
            }
            String newTitle = title.orElse(pull.title());
            String newBody = body.orElse(pull.body());
            if (!newTitle.equals(pull.title()) || !newBody.equals(pull.body())) {
                pull = rows.edit(pull, newTitle, newBody, clock.instant());
                events.add(new ForgeEvent.Edited(describe(pull), by));
            }
            return pull;
        });
        events.forEach(this::tell);
        return get(ref);
    }

    @Override
    public Diff diff(PullRequestRef ref, DiffLimits limits) {
        Pull pull = find(ref);
        Mirror mirror = repositories.mirror(ref.repository());
        CommitId head = head(pull);
        Optional<CommitId> from = pull.state() == PullRequestState.MERGED
                ? pull.mergedFrom()
                : mirror.tip(pull.base()).flatMap(base -> mirror.mergeBase(base, head));
        return mirror.diff(from, head, limits);
    }

    @Override
    public void addPrompter(SessionId session, UserId user) {
        rows.addPrompter(session, user);
    }

    @Override
    public Pin onEvent(Consumer<ForgeEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void follow(BranchMoved moved) {
        moved.after().ifPresent(head -> {
            List<ForgeEvent> events = locked(moved.repository(), () -> push(moved, head));
            events.forEach(this::tell);
        });
    }

    private List<ForgeEvent> push(BranchMoved moved, CommitId head) {
        List<ForgeEvent> events = new ArrayList<>();
        for (Pull pull : rows.open(moved.repository())) {
            if (pull.head().equals(moved.branch()) && !pull.headCommit().equals(head)) {
                Pull now = rows.turn(pull, pull.state(), head, clock.instant());
                Mirror mirror = repositories.mirror(moved.repository());
                mirror.keepForPullRequest(pull.ref().number(), head);
                events.add(new ForgeEvent.Pushed(describe(now), head));
            }
        }
        return events;
    }

    private Pull reopen(Pull pull) {
        RepositoryId repository = pull.ref().repository();
        CommitId head = tipToMerge(repositories.mirror(repository), pull.head(), pull.base());
        refuseSecond(repository, pull.head(), pull.base());
        return rows.turn(pull, PullRequestState.OPEN, head, clock.instant());
    }

    private void refuseSecond(RepositoryId repository, BranchName head, BranchName base) {
        for (Pull pull : rows.open(repository)) {
            if (pull.head().equals(head) && pull.base().equals(base)) {
                throw PullTexts.exists(pull);
            }
        }
    }

    /// The head's tip, if it is something that could be merged into the base at all.
    private static CommitId tipToMerge(Mirror mirror, BranchName head, BranchName base) {
        CommitId tip = mirror.tip(head).orElseThrow(() -> PullTexts.unknownBranch(mirror.id(), head));
        if (head.equals(base)) {
            throw Problem.invalid("same-branch", "Head and base are one branch", "Both are `" + base.value() + "`.")
                    .toException();
        }
        Optional<CommitId> onto = mirror.tip(base);
        if (onto.isEmpty()) {
            if (!base.equals(mirror.defaultBranch())) {
                throw PullTexts.unknownBranch(mirror.id(), base);
            }
            return tip;
        }
        CommitId common = mirror.mergeBase(onto.get(), tip)
                .orElseThrow(() -> Problem.conflict(
                                "unrelated-histories",
                                "The branches have nothing in common",
                                "`" + head.value() + "` and `" + base.value() + "` share no commit.")
                        .toException());
        if (common.equals(tip)) {
            throw Problem.conflict(
                            "nothing-to-merge",
                            "There is nothing to merge",
                            "`" + base.value() + "` holds every commit of `" + head.value() + "` already.")
                    .toException();
        }
        return tip;
    }

    private PullRequest describe(Pull pull) {
        CommitId head = head(pull);
        Standing.Answer answer = standing(pull, head);
        return new PullRequest(
                pull.ref(),
                pull.title(),
                pull.body(),
                pull.author(),
                pull.head(),
                pull.base(),
                head,
                pull.state(),
                answer.mergeability(),
                answer.stat(),
                pull.session(),
                pull.prompters(),
                pull.reviews(),
                pull.mergeCommit(),
                pull.mergedBy(),
                pull.createdAt(),
                pull.updatedAt());
    }

    private Standing.Answer standing(Pull pull, CommitId head) {
        Mirror mirror = repositories.mirror(pull.ref().repository());
        if (!mirror.contains(head)) {
            return new Standing.Answer(NOT_APPLICABLE, DiffStat.NONE);
        }
        boolean merged = pull.state() == PullRequestState.MERGED;
        Optional<CommitId> onto = merged ? pull.mergedFrom() : mirror.tip(pull.base());
        Standing.Answer answer = standing.of(mirror, onto, head);
        boolean applies = pull.isOpen() && mirror.tip(pull.head()).isPresent();
        return applies ? answer : new Standing.Answer(NOT_APPLICABLE, answer.stat());
    }

    private CommitId head(Pull pull) {
        return pull.isOpen()
                ? repositories.mirror(pull.ref().repository()).tip(pull.head()).orElse(pull.headCommit())
                : pull.headCommit();
    }

    private Pull find(PullRequestRef ref) {
        return rows.find(ref).orElseThrow(() -> PullTexts.unknown(ref));
    }

    private Pull findOpen(PullRequestRef ref) {
        Pull pull = find(ref);
        if (!pull.isOpen()) {
            throw PullTexts.notOpen(pull);
        }
        return pull;
    }

    private <T> T locked(RepositoryId repository, Supplier<T> work) {
        ReentrantLock lock = locks.computeIfAbsent(repository, id -> new ReentrantLock());
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private PullRequest tell(ForgeEvent event) {
        for (Consumer<ForgeEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on {}", event, e);
            }
        }
        return event.pullRequest();
    }
}
