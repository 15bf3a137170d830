package dev.slipway.forge.local;

import dev.slipway.forge.Forge;
import dev.slipway.forge.ForgeEvent;
import dev.slipway.forge.OpenPullRequest;
import dev.slipway.forge.PullRequestFilter;
import dev.slipway.forge.Repositories;
import dev.slipway.git.BranchMoved;
import dev.slipway.git.DiffLimits;
import dev.slipway.git.FileContents;
import dev.slipway.git.Mirror;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.CommitInfo;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.MergeRules;
import dev.slipway.model.forge.Mergeability;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestEvent.Kind;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.sqlite.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The forge of a daemon that has no account anywhere: pull requests are rows of its database, and merges are made in
/// its own bare repositories.
public final class LocalForge implements Forge {
    private static final Logger LOG = LoggerFactory.getLogger(LocalForge.class);
    private static final int MAX_PAGE = 200;
    private static final int MOST_COMMITS = 250;
    private static final Mergeability NOT_APPLICABLE = new Mergeability(Mergeability.Status.NOT_APPLICABLE, List.of());

    private final Repositories repositories;
    private final PullRows rows;
    private final CheckRows checks;
    private final Provenance provenance;
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
        this.checks = new CheckRows(database);
        this.provenance = new Provenance(repositories, database);
        this.users = users;
        this.rules = rules;
        this.clock = clock;
        repositories.onRemoved(repository -> {
            rows.removeAll(repository);
            checks.removeAll(repository);
            provenance.removeAll(repository);
        });
        repositories.onBranchMoved(this::follow);
    }

    /// Puts right what a crash left half done. To be called once at the start, when listeners are in place.
    public void recover() {
        if (provenance.noteAll()) {
            repositories.list().forEach(repository -> rows.open(repository.id()).forEach(this::bar));
        }
        for (PullEntry.Kept kept : rows.untold()) {
            rows.byId(kept.pull()).flatMap(pull -> event(pull, kept)).ifPresent(event -> {
                LOG.warn(
                        "The daemon ended while it told of {} of {}",
                        kept.entry().kind(),
                        event.pullRequest().ref());
                tell(new ForgeEvent.Recovered(event));
            });
            rows.told(kept.id());
        }
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
                        LOG.warn(
                                "{} was merged when the daemon ended; it is marked so now",
                                merged.pull().ref());
                        tell(merged);
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
        CommitId seen = tipToMerge(mirror, request.head(), base);
        Set<SessionId> work = provenance.of(repository, base, seen);
        Set<UserId> prompters = new LinkedHashSet<>(request.prompters());
        work.forEach(session -> prompters.addAll(provenance.prompters(session)));
        PullEntry.Change opened = locked(repository, () -> {
            CommitId head = tipToMerge(mirror, request.head(), base);
            refuseSecond(repository, request.head(), base);
            OpenPullRequest barring = new OpenPullRequest(
                    repository,
                    request.head(),
                    request.base(),
                    request.text(),
                    request.author(),
                    request.session(),
                    List.copyOf(prompters));
            PullEntry.Change inserted = rows.insert(barring, base, head, work, clock.instant());
            mirror.keepForPullRequest(inserted.pull().ref().number(), head);
            return inserted;
        });
        return tell(opened);
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
    public PullRequestDetail detail(PullRequestRef ref) {
        Pull pull = find(ref);
        PullRequest shown = describe(pull);
        Mirror mirror = repositories.mirror(ref.repository());
        Optional<CommitId> from = from(pull, shown.headCommit());
        List<CommitInfo> commits = mirror.contains(shown.headCommit())
                ? mirror.commits(shown.headCommit(), from.stream().toList(), MOST_COMMITS)
                : List.of();
        return new PullRequestDetail(
                shown,
                checksOf(pull, shown).gate(),
                rules(ref.repository()),
                checks.of(ref.repository(), shown.headCommit()),
                commits,
                rows.entries(pull.id()).stream()
                        .map(kept -> kept.entry().shown())
                        .toList());
    }

    @Override
    public PullRequest review(
            PullRequestRef ref, Author author, Review.Verdict verdict, String body, List<LineComment> comments) {
        PullTexts.checkBody(body);
        PullTexts.checkComments(comments);
        if (verdict == Review.Verdict.COMMENT && body.isBlank() && comments.isEmpty()) {
            throw Problem.invalid("empty-review", "A comment needs a text", "The review has neither verdict nor text.")
                    .toException();
        }
        return tell(locked(ref.repository(), () -> {
            Pull pull = findOpen(ref);
            CommitId head = head(pull);
            if (verdict == Review.Verdict.APPROVE) {
                new Approvals(pull, head, users.get()).checkMayApprove(author.user());
            }
            return rows.review(pull, new Review(0, author, verdict, body, head, clock.instant(), comments));
        }));
    }

    @Override
    public PullRequest merge(
            PullRequestRef ref, Author by, MergeMethod method, Optional<CommitId> expected, Optional<String> message) {
        return tell(locked(ref.repository(), () -> {
            Pull pull = findOpen(ref);
            Mirror mirror = repositories.mirror(ref.repository());
            CommitId head = tipToMerge(mirror, pull.head(), pull.base());
            expected.filter(seen -> !seen.equals(head)).ifPresent(seen -> {
                throw PullTexts.headMoved(pull, seen, head);
            });
            checksOf(pull, describe(pull)).checkMayMerge();
            return new Merging(rows, mirror, pull).run(head, new Merging.Choice(method, by, message, clock.instant()));
        }));
    }

    @Override
    public PullRequest change(
            PullRequestRef ref, Author by, Optional<String> title, Optional<String> body, Optional<Boolean> open) {
        title.ifPresent(PullTexts::checkTitle);
        body.ifPresent(PullTexts::checkBody);
        List<PullEntry.Change> changes = new ArrayList<>();
        Pull _ = locked(ref.repository(), () -> {
            Pull pull = find(ref);
            if (open.isPresent() && pull.state() == PullRequestState.MERGED) {
                throw PullTexts.notOpen(pull);
            }
            if (open.isPresent() && open.get() != pull.isOpen()) {
                changes.add(open.get() ? reopen(pull, by) : close(pull, by));
                pull = changes.getLast().pull();
            }
            String newTitle = title.orElse(pull.title());
            String newBody = body.orElse(pull.body());
            if (!newTitle.equals(pull.title()) || !newBody.equals(pull.body())) {
                changes.add(rows.edit(pull, newTitle, newBody, by, clock.instant()));
            }
            return pull;
        });
        changes.forEach(this::tell);
        return get(ref);
    }

    @Override
    public Diff diff(PullRequestRef ref, DiffLimits limits) {
        Pull pull = find(ref);
        CommitId head = head(pull);
        return repositories.mirror(ref.repository()).diff(from(pull, head), head, limits);
    }

    @Override
    public FileContent file(PullRequestRef ref, String path, Side side) {
        Pull pull = find(ref);
        CommitId head = head(pull);
        Optional<CommitId> at = side == Side.AFTER ? Optional.of(head) : from(pull, head);
        return FileContents.at(repositories.mirror(ref.repository()), at, path);
    }

    /// Where a pull request's changes begin.
    private Optional<CommitId> from(Pull pull, CommitId head) {
        Mirror mirror = repositories.mirror(pull.ref().repository());
        return pull.state() == PullRequestState.MERGED
                ? pull.mergedFrom()
                : mirror.tip(pull.base()).flatMap(base -> mirror.mergeBase(base, head));
    }

    @Override
    public CommitCheck report(RepositoryId repository, CommitId commit, PullRequestCalls.NewCheck wanted, Author by) {
        PullTexts.checkCheck(wanted);
        if (!repositories.mirror(repository).contains(commit)) {
            throw PullTexts.unknownCommit(repository, commit);
        }
        CommitCheck check = new CommitCheck(
                wanted.name(), wanted.state(), wanted.url(), wanted.summary().orElse(""), commit, by, clock.instant());
        checks.keep(repository, check);
        return check;
    }

    @Override
    public List<CommitCheck> checks(RepositoryId repository, CommitId commit) {
        if (!repositories.mirror(repository).contains(commit)) {
            throw PullTexts.unknownCommit(repository, commit);
        }
        return checks.of(repository, commit);
    }

    @Override
    public MergeRules rules(RepositoryId repository) {
        return new MergeRules(
                rules.approvals(), checks.required(repositories.get(repository).id()));
    }

    @Override
    public MergeRules requireChecks(RepositoryId repository, List<String> names) {
        names.forEach(PullTexts::checkCheckName);
        checks.require(repositories.get(repository).id(), names);
        return rules(repository);
    }

    @Override
    public void askPrompters(Function<SessionId, List<UserId>> prompters) {
        provenance.ask(prompters);
    }

    private MergeChecks checksOf(Pull pull, PullRequest shown) {
        RepositoryId repository = pull.ref().repository();
        CommitId head = shown.headCommit();
        return new MergeChecks(
                shown,
                new Approvals(pull, head, users.get()),
                new RequiredChecks(pull, checks.required(repository), checks.of(repository, head)),
                rules.approvals());
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
        provenance.note(moved);
        moved.after().ifPresent(head -> {
            List<PullEntry.Change> changes = locked(moved.repository(), () -> push(moved, head));
            changes.forEach(change -> {
                if (change.pull().isOpen()) {
                    bar(change.pull());
                }
                tell(change);
            });
        });
    }

    /// Bars those whose prompts a pull request's commits come from, on whatever branch they stand.
    private void bar(Pull pull) {
        Mirror mirror = repositories.mirror(pull.ref().repository());
        CommitId head = head(pull);
        if (mirror.contains(head)) {
            Map<SessionId, List<UserId>> work = new LinkedHashMap<>();
            provenance
                    .of(pull.ref().repository(), pull.base(), head)
                    .forEach(session -> work.put(session, provenance.prompters(session)));
            if (!work.isEmpty()) {
                rows.link(pull, work);
            }
        }
    }

    private List<PullEntry.Change> push(BranchMoved moved, CommitId tip) {
        List<PullEntry.Change> changes = new ArrayList<>();
        Mirror mirror = repositories.mirror(moved.repository());
        List<Long> merging = rows.intents().stream().map(PullRows.Intent::pull).toList();
        for (Pull pull : rows.open(moved.repository())) {
            if (pull.head().equals(moved.branch()) && !pull.headCommit().equals(tip)) {
                PullEntry entry = new PullEntry(Kind.PUSHED, moved.by(), Optional.of(tip), "", clock.instant());
                changes.add(rows.turn(pull, pull.state(), tip, entry));
                mirror.keepForPullRequest(pull.ref().number(), tip);
            } else if (pull.base().equals(moved.branch()) && !merging.contains(pull.id())) {
                mergedByPush(pull, moved, tip).ifPresent(changes::add);
            }
        }
        return changes;
    }

    /// Whoever brings a pull request's commits to its base has merged it, by whichever way.
    private Optional<PullEntry.Change> mergedByPush(Pull pull, BranchMoved moved, CommitId tip) {
        Mirror mirror = repositories.mirror(moved.repository());
        CommitId head = head(pull);
        Optional<CommitId> before = moved.before().filter(mirror::contains);
        boolean brought = mirror.contains(head)
                && mirror.isAncestor(head, tip)
                && before.filter(was -> mirror.isAncestor(head, was)).isEmpty();
        if (!brought) {
            return Optional.empty();
        }
        Author by = moved.by().or(() -> committer(mirror, tip)).orElse(pull.author());
        PullRows.Intent done = new PullRows.Intent(pull.id(), MergeMethod.MERGE, head, before, tip, by);
        mirror.keepForPullRequest(pull.ref().number(), head);
        Optional<CommitId> from = before.flatMap(was -> mirror.mergeBase(was, head));
        return Optional.of(rows.merged(pull, done, from, "", clock.instant()));
    }

    /// The user who wrote a commit, where the address is one of ours.
    private Optional<Author> committer(Mirror mirror, CommitId commit) {
        return mirror.commits(commit, List.of(), 1).stream()
                .flatMap(info -> users.get().stream()
                        .filter(user ->
                                user.email().equalsIgnoreCase(info.author().email())))
                .map(User::author)
                .findFirst();
    }

    private PullEntry.Change reopen(Pull pull, Author by) {
        RepositoryId repository = pull.ref().repository();
        CommitId head = tipToMerge(repositories.mirror(repository), pull.head(), pull.base());
        refuseSecond(repository, pull.head(), pull.base());
        return rows.turn(pull, PullRequestState.OPEN, head, PullEntry.by(by, Kind.REOPENED, clock.instant()));
    }

    private PullEntry.Change close(Pull pull, Author by) {
        return rows.turn(pull, PullRequestState.CLOSED, head(pull), PullEntry.by(by, Kind.CLOSED, clock.instant()));
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

    /// Tells of a change that is on disk, and notes that it was told.
    private PullRequest tell(PullEntry.Change change) {
        Pull pull = change.pull();
        rows.entries(pull.id()).stream()
                .filter(kept -> kept.id() == change.entry())
                .findFirst()
                .flatMap(kept -> event(pull, kept))
                .ifPresent(this::tell);
        rows.told(change.entry());
        return get(pull.ref());
    }

    private Optional<ForgeEvent> event(Pull pull, PullEntry.Kept kept) {
        PullRequest now = describe(pull);
        PullEntry entry = kept.entry();
        Author by = entry.by().orElse(pull.author());
        return switch (entry.kind()) {
            case OPENED -> Optional.of(new ForgeEvent.Opened(now));
            case PUSHED -> entry.commit().map(head -> new ForgeEvent.Pushed(now, head));
            case EDITED -> Optional.of(new ForgeEvent.Edited(now, by));
            case CLOSED -> Optional.of(new ForgeEvent.Closed(now, by));
            case REOPENED -> Optional.of(new ForgeEvent.Reopened(now, by));
            case MERGED -> entry.commit().map(commit -> new ForgeEvent.Merged(now, method(entry.detail()), commit, by));
            case APPROVED, CHANGES_REQUESTED, COMMENTED ->
                pull.reviews().stream()
                        .filter(review -> kept.review().equals(Optional.of(review.id())))
                        .findFirst()
                        .map(review -> new ForgeEvent.Reviewed(now, review));
        };
    }

    private static Optional<MergeMethod> method(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(MergeMethod.valueOf(name));
    }

    private void tell(ForgeEvent event) {
        for (Consumer<ForgeEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on {}", event, e);
            }
        }
    }
}
