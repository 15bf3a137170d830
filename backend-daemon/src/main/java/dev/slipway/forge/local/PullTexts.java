package dev.slipway.forge.local;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.PullRequestCalls;
import java.util.List;

/// Checks what a person wrote about a pull request, and says what stands against what they asked.
final class PullTexts {
    /// Characters.
    private static final int MAX_TITLE = 300;
    /// Characters.
    private static final int MAX_BODY = 100_000;
    /// Of one review.
    private static final int MAX_COMMENTS = 200;

    private PullTexts() {}

    static void checkTitle(String title) {
        if (title.isBlank() || title.length() > MAX_TITLE || title.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(
                            "malformed-title",
                            "This can't be a title",
                            "A title is one line of 1 to " + MAX_TITLE + " characters.")
                    .toException();
        }
    }

    static void checkBody(String body) {
        if (body.length() > MAX_BODY || body.indexOf('\0') >= 0) {
            throw Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "text-too-long",
                            "The text is too long",
                            "It may have " + MAX_BODY + " characters, and no NUL.")
                    .toException();
        }
    }

    static void checkComments(List<LineComment> comments) {
        if (comments.size() > MAX_COMMENTS) {
            throw Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "too-many-comments",
                            "The review has too many comments",
                            "It has " + comments.size() + "; " + MAX_COMMENTS + " are possible.")
                    .withRemedy("Send it in several reviews.")
                    .toException();
        }
        comments.forEach(comment -> checkBody(comment.body()));
    }

    static void checkCheckName(String name) {
        if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(
                            "malformed-check-name",
                            "This can't be the name of a check",
                            "A check's name is one line of 1 to 100 characters.")
                    .toException();
        }
    }

    static void checkCheck(PullRequestCalls.NewCheck check) {
        checkCheckName(check.name());
        check.url()
                .filter(url -> url.length() > 2_000 || !url.matches("https?://[^\\s\\p{Cntrl}]+"))
                .ifPresent(url -> {
                    throw Problem.invalid(
                                    "malformed-url",
                                    "This is no address of a web page",
                                    "`url` must begin with http:// or https:// and have at most 2,000 characters.")
                            .toException();
                });
        if (check.summary().orElse("").length() > 2_000) {
            throw Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "text-too-long",
                            "The summary is too long",
                            "It may have 2,000 characters.")
                    .toException();
        }
    }

    static ProblemException unknownCommit(RepositoryId repository, CommitId commit) {
        return Problem.unknown(
                        "unknown-commit",
                        "There is no such commit",
                        "The repository \"" + repository.value() + "\" has no commit " + commit.value() + ".")
                .toException();
    }

    /// @return the id before which a page ends
    static long position(String cursor) {
        try {
            return Long.parseLong(cursor, 36);
        } catch (NumberFormatException e) {
            throw Problem.invalid("malformed-cursor", "This is not a cursor", "Pass the `next` of the page before.")
                    .toException(e);
        }
    }

    static ProblemException unknown(PullRequestRef ref) {
        return Problem.unknown(
                        "unknown-pull-request",
                        "There is no such pull request",
                        "The repository \"" + ref.repository().value() + "\" has no pull request #" + ref.number()
                                + ".")
                .toException();
    }

    static ProblemException unknownBranch(RepositoryId repository, BranchName branch) {
        return Problem.unknown(
                        "unknown-branch",
                        "There is no such branch",
                        "The repository \"" + repository.value() + "\" has no branch `" + branch.value() + "`.")
                .toException();
    }

    static ProblemException notOpen(Pull pull) {
        boolean merged = pull.state() == PullRequestState.MERGED;
        return Problem.conflict(
                        merged ? "already-merged" : "pull-request-closed",
                        merged ? "It is merged already" : "It is closed",
                        pull.ref() + (merged ? " was merged; that is final." : " is closed."))
                .withRemedy(merged ? "Open a new pull request for further changes." : "Reopen it first.")
                .toException();
    }

    static ProblemException exists(Pull pull) {
        return Problem.conflict(
                        "pull-request-exists",
                        "There is a pull request for this branch",
                        pull.ref() + " asks for the merge of `" + pull.head().value() + "` into `"
                                + pull.base().value() + "` already; what is pushed to the branch becomes part of it.")
                .toException();
    }

    static ProblemException headMoved(Pull pull, CommitId seen, CommitId head) {
        return Problem.conflict(
                        "head-moved",
                        "The branch has moved since you looked",
                        pull.ref() + " is at " + head.abbreviated() + " now, not at " + seen.abbreviated() + ".")
                .withRemedy("Look at the new commits, then merge again.")
                .toException();
    }
}
