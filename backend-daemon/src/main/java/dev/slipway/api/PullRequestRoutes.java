package dev.slipway.api;

import dev.slipway.forge.Forge;
import dev.slipway.forge.OpenPullRequest;
import dev.slipway.forge.PullRequestFilter;
import dev.slipway.git.DiffLimits;
import dev.slipway.model.SessionId;
import dev.slipway.model.TextValue;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.PullRequestCalls.CheckList;
import dev.slipway.model.wire.PullRequestCalls.Merge;
import dev.slipway.model.wire.PullRequestCalls.NewCheck;
import dev.slipway.model.wire.PullRequestCalls.NewLineComment;
import dev.slipway.model.wire.PullRequestCalls.NewPullRequest;
import dev.slipway.model.wire.PullRequestCalls.NewReview;
import dev.slipway.model.wire.PullRequestCalls.PullRequestChange;
import dev.slipway.model.wire.PullRequestCalls.PullRequestPage;
import java.util.List;
import java.util.Optional;

/// Pull requests, reviews and merges.
final class PullRequestRoutes {
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final Forge forge;
    private final Work work;

    /// Finds whose work a branch is, whatever the client says of it: those who prompted it must not approve it.
    @FunctionalInterface
    interface Work {
        /// @param claimed the session that the client named
        Optional<SessionSummary> on(RepositoryId repository, BranchName head, Optional<SessionId> claimed);
    }

    PullRequestRoutes(Forge forge, Work work) {
        this.forge = forge;
        this.work = work;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(PullRequestCalls.LIST, this::list),
                Route.of(PullRequestCalls.OPEN, this::open).creates(PullRequestRoutes::path),
                Route.of(PullRequestCalls.GET, call -> forge.get(ref(call))),
                Route.of(PullRequestCalls.CHANGE, this::change),
                Route.of(PullRequestCalls.DIFF, this::diff),
                Route.of(PullRequestCalls.REVIEW, this::review).creates(PullRequestRoutes::path),
                Route.of(PullRequestCalls.DETAIL, call -> forge.detail(ref(call))),
                Route.of(PullRequestCalls.FILE, this::file),
                Route.of(PullRequestCalls.MERGE, this::merge),
                Route.of(PullRequestCalls.REPORT_CHECK, this::report),
                Route.of(
                        PullRequestCalls.CHECKS_OF,
                        call -> new CheckList(forge.checks(repository(call), commit(call)))),
                Route.of(PullRequestCalls.RULES, call -> forge.rules(repository(call))),
                Route.of(
                        PullRequestCalls.CHANGE_RULES,
                        call -> forge.requireChecks(
                                repository(call), call.body().requiredChecks())));
    }

    private PullRequestPage list(Call<Endpoint.Nothing> call) {
        PullRequestFilter filter = new PullRequestFilter(
                call.query("repository").map(RepositoryId::new),
                call.oneOf("state", PullRequestState.class),
                call.query("session").map(SessionId::new));
        Forge.Listing page = forge.list(filter, call.query("cursor"), (int) call.number("limit", 1, MOST, USUAL));
        return new PullRequestPage(page.pullRequests(), page.next());
    }

    private PullRequest open(Call<NewPullRequest> call) {
        NewPullRequest wanted = call.body();
        RepositoryId repository = new RepositoryId(call.path("repository"));
        Optional<SessionSummary> session = work.on(repository, wanted.head(), wanted.session());
        return forge.open(new OpenPullRequest(
                repository,
                wanted.head(),
                wanted.base(),
                new OpenPullRequest.Text(wanted.title(), wanted.body().orElse("")),
                author(call),
                session.map(SessionSummary::id),
                session.map(SessionSummary::prompters).orElse(List.of()).stream()
                        .map(Author::user)
                        .toList()));
    }

    private PullRequest change(Call<PullRequestChange> call) {
        PullRequestChange wanted = call.body();
        return forge.change(ref(call), author(call), wanted.title(), wanted.body(), wanted.open());
    }

    private Diff diff(Call<Endpoint.Nothing> call) {
        return forge.diff(ref(call), DiffLimits.REVIEW);
    }

    private PullRequest review(Call<NewReview> call) {
        NewReview wanted = call.body();
        return forge.review(
                ref(call),
                author(call),
                wanted.verdict(),
                wanted.body().orElse(""),
                wanted.comments().stream().map(NewLineComment::comment).toList());
    }

    private FileContent file(Call<Endpoint.Nothing> call) {
        return forge.file(
                ref(call), call.required("path"), call.oneOf("side", Side.class).orElse(Side.AFTER));
    }

    private CommitCheck report(Call<NewCheck> call) {
        return forge.report(repository(call), commit(call), call.body(), author(call));
    }

    private static RepositoryId repository(Call<?> call) {
        return new RepositoryId(call.path("repository"));
    }

    private static CommitId commit(Call<?> call) {
        return new CommitId(call.path("commit"));
    }

    private PullRequest merge(Call<Merge> call) {
        Merge wanted = call.body();
        return forge.merge(
                ref(call),
                author(call),
                wanted.method().orElse(MergeMethod.MERGE),
                wanted.expected(),
                wanted.message());
    }

    private static Author author(Call<?> call) {
        return call.caller().author();
    }

    private static PullRequestRef ref(Call<?> call) {
        String number = call.path("number");
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw TextValue.malformed("pull request number", number, "a whole number from 1");
        }
        return new PullRequestRef(new RepositoryId(call.path("repository")), Integer.parseInt(number));
    }

    private static String path(PullRequest made) {
        return "/repositories/" + made.ref().repository().value() + "/pulls/"
                + made.ref().number();
    }
}
