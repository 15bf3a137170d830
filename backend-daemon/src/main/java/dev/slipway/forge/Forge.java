package dev.slipway.forge;

import dev.slipway.git.DiffLimits;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.MergeRules;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.Review;
import dev.slipway.model.wire.PullRequestCalls;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Where pull requests live. What a method answers is on disk; what it refuses is a
/// [dev.slipway.model.problem.ProblemException] that says whose turn it is or what to do.
public interface Forge {
    /// Opens a pull request. A second open one for the same head and base is a conflict (`pull-request-exists`).
    PullRequest open(OpenPullRequest request);

    PullRequest get(PullRequestRef ref);

    /// Newest first.
    /// @param cursor the `next` of the page before
    /// @param limit  pull requests a page, from 1 to 200
    Listing list(PullRequestFilter filter, Optional<String> cursor, int limit);

    /// A pull request with its checks, commits and history, and what stands against its merge.
    PullRequestDetail detail(PullRequestRef ref);

    /// Judges the present head. Approval by someone who prompted is forbidden.
    /// @param comments on single lines; with one of them a comment needs no text of its own
    PullRequest review(
            PullRequestRef ref, Author author, Review.Verdict verdict, String body, List<LineComment> comments);

    /// The same without a word on single lines.
    default PullRequest review(PullRequestRef ref, Author author, Review.Verdict verdict, String body) {
        return review(ref, author, verdict, body, List.of());
    }

    /// Merges, or says what stands against it.
    /// @param expected the head that the person saw; any other now is a conflict (`head-moved`)
    /// @param message  of the merge or squash commit
    PullRequest merge(
            PullRequestRef ref, Author by, MergeMethod method, Optional<CommitId> expected, Optional<String> message);

    /// Changes what is given; `open` false closes it, true opens it again.
    PullRequest change(
            PullRequestRef ref, Author by, Optional<String> title, Optional<String> body, Optional<Boolean> open);

    /// The changes of the head against its merge base, of a merged one those that were merged.
    Diff diff(PullRequestRef ref, DiffLimits limits);

    /// A whole file of that change.
    FileContent file(PullRequestRef ref, String path, Side side);

    /// Keeps how a check of a commit stands, instead of what the check of that name said before.
    CommitCheck report(RepositoryId repository, CommitId commit, PullRequestCalls.NewCheck check, Author by);

    /// The checks of a commit, by name.
    List<CommitCheck> checks(RepositoryId repository, CommitId commit);

    /// What a merge into a repository needs.
    MergeRules rules(RepositoryId repository);

    /// Chooses the checks that must have passed before a merge.
    MergeRules requireChecks(RepositoryId repository, List<String> names);

    /// Lets the forge ask who prompted a session, to find out who is barred from approving commits of its.
    void askPrompters(Function<SessionId, List<UserId>> prompters);

    /// From now on this person can't approve any pull request of this session.
    void addPrompter(SessionId session, UserId user);

    /// Calls the listener after each change, once it is on disk, in the thread that made it. What a crash may have
    /// kept from being told is told at the next start as [ForgeEvent.Recovered].
    Pin onEvent(Consumer<ForgeEvent> listener);

    record Listing(List<PullRequest> pullRequests, Optional<String> next) {
        public Listing {
            pullRequests = List.copyOf(pullRequests);
        }
    }
}
