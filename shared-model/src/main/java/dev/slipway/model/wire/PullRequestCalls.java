package dev.slipway.model.wire;

import static dev.slipway.model.wire.Endpoint.Parameter.Type.NUMBER;
import static dev.slipway.model.wire.Endpoint.Parameter.Type.TEXT;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.MergeRules;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.Review;
import java.util.List;
import java.util.Optional;

/// Pull requests, their reviews and merges.
public final class PullRequestCalls {
    private PullRequestCalls() {}

    /// @param base    the repository's default branch unless given
    /// @param session the session whose work it is; needless on a session's own branch, which tells by itself
    public record NewPullRequest(
            BranchName head,
            Optional<BranchName> base,
            String title,
            Optional<String> body,
            Optional<SessionId> session) {}

    /// @param comments on single lines; with one of them a comment needs no text of its own
    public record NewReview(Review.Verdict verdict, Optional<String> body, List<NewLineComment> comments) {
        public NewReview {
            comments = List.copyOf(comments);
        }
    }

    /// See [LineComment].
    public record NewLineComment(String path, Side side, int from, int to, String code, String body) {
        public LineComment comment() {
            return new LineComment(path, side, from, to, code, body);
        }
    }

    /// @param name    1 to 100 characters on one line
    /// @param url     an http or https address
    /// @param summary at most 2,000 characters
    public record NewCheck(String name, CommitCheck.State state, Optional<String> url, Optional<String> summary) {}

    public record CheckList(List<CommitCheck> checks) {}

    /// @param requiredChecks instead of those that are required so far
    public record RulesChange(List<String> requiredChecks) {}

    /// @param method   `MERGE` unless given
    /// @param expected the head that the person saw; a newer one is refused as a conflict
    /// @param message  of the merge or squash commit
    public record Merge(Optional<MergeMethod> method, Optional<CommitId> expected, Optional<String> message) {}

    /// @param open false closes it, true opens it again
    public record PullRequestChange(Optional<String> title, Optional<String> body, Optional<Boolean> open) {}

    public record PullRequestPage(List<PullRequest> pullRequests, Optional<String> next) implements Page {}

    private static final String ONE = "/repositories/{repository}/pulls/{number}";

    public static final Endpoint<Endpoint.Nothing, PullRequestPage> LIST = Endpoint.get(
                    "listPullRequests", "/pulls", PullRequestPage.class, "Lists pull requests, newest first.")
            .with("repository", TEXT, "Only those of this repository.")
            .with("state", TEXT, "Only those in this state: OPEN, MERGED or CLOSED.")
            .with("session", TEXT, "Only those of this session.")
            .with("cursor", TEXT, "The `next` of the page before.")
            .with("limit", NUMBER, "Pull requests a page, 1 to 200, by default 50.");
    public static final Endpoint<NewPullRequest, PullRequest> OPEN = Endpoint.create(
            "openPullRequest",
            "/repositories/{repository}/pulls",
            NewPullRequest.class,
            PullRequest.class,
            "Opens a pull request.");
    public static final Endpoint<Endpoint.Nothing, PullRequest> GET =
            Endpoint.get("getPullRequest", ONE, PullRequest.class, "Shows a pull request.");
    public static final Endpoint<PullRequestChange, PullRequest> CHANGE = Endpoint.patch(
            "changePullRequest",
            ONE,
            PullRequestChange.class,
            PullRequest.class,
            "Changes title or text, closes it or opens it again.");
    public static final Endpoint<Endpoint.Nothing, Diff> DIFF =
            Endpoint.get("getPullRequestDiff", ONE + "/diff", Diff.class, "Shows its changes against its merge base.");
    public static final Endpoint<Endpoint.Nothing, PullRequestDetail> DETAIL = Endpoint.get(
            "getPullRequestDetail",
            ONE + "/detail",
            PullRequestDetail.class,
            "Shows a pull request with its checks, commits and history, and what stands against its merge.");
    public static final Endpoint<Endpoint.Nothing, FileContent> FILE = Endpoint.get(
                    "getPullRequestFile",
                    ONE + "/file",
                    FileContent.class,
                    "Shows a whole file of its changes, of up to 16 MiB.")
            .with("path", TEXT, "From the root, parts separated by `/`; must be given.")
            .with("side", TEXT, "BEFORE or AFTER the change, by default AFTER.");
    public static final Endpoint<NewReview, PullRequest> REVIEW = Endpoint.create(
            "reviewPullRequest",
            ONE + "/reviews",
            NewReview.class,
            PullRequest.class,
            "Reviews the present head. Who prompted its session can't approve.");
    public static final Endpoint<Merge, PullRequest> MERGE =
            Endpoint.post("mergePullRequest", ONE + "/merge", Merge.class, PullRequest.class, "Merges it.");

    private static final String CHECKS = "/repositories/{repository}/commits/{commit}/checks";

    public static final Endpoint<NewCheck, CommitCheck> REPORT_CHECK = Endpoint.create(
            "reportCheck",
            CHECKS,
            NewCheck.class,
            CommitCheck.class,
            "Says how a check of a commit stands; instead of what the check of that name said before.");
    public static final Endpoint<Endpoint.Nothing, CheckList> CHECKS_OF =
            Endpoint.get("listChecks", CHECKS, CheckList.class, "Lists the checks of a commit by name.");

    private static final String RULES_PATH = "/repositories/{repository}/rules";

    public static final Endpoint<Endpoint.Nothing, MergeRules> RULES = Endpoint.get(
            "getMergeRules", RULES_PATH, MergeRules.class, "Shows what a merge into this repository needs.");
    public static final Endpoint<RulesChange, MergeRules> CHANGE_RULES = Endpoint.patch(
                    "changeMergeRules",
                    RULES_PATH,
                    RulesChange.class,
                    MergeRules.class,
                    "Chooses the checks that must have passed before a merge.")
            .by(Role.ADMIN);
}
