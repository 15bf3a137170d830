package dev.slipway.cli;

import dev.slipway.model.account.UserId;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.Review;
import java.util.Locale;
import java.util.stream.Collectors;

/// How a pull request reads.
final class PullRequestWords {
    private PullRequestWords() {}

    /// As a command takes it; `#` would begin a comment in some shells.
    static String argument(PullRequestRef ref) {
        return ref.repository().value() + "/" + ref.number();
    }

    static String state(PullRequest pull) {
        return pull.state().name().toLowerCase(Locale.ROOT);
    }

    static String line(PullRequest pull) {
        return argument(pull.ref()) + " (" + state(pull) + "), " + SafeText.line(pull.title(), 70) + " · "
                + Wording.change(pull.stat());
    }

    static String mergeability(PullRequest pull) {
        return switch (pull.mergeability().status()) {
            case CLEAN -> "merges without conflict";
            case CONFLICTING ->
                "conflicts in "
                        + pull.mergeability().conflicts().stream()
                                .map(path -> SafeText.line(path, 120))
                                .collect(Collectors.joining(", "));
            case NOTHING_TO_MERGE -> "nothing to merge: the base has all of it";
            case NOT_APPLICABLE -> "";
        };
    }

    static String review(Review review, PullRequest pull) {
        String verdict = switch (review.verdict()) {
            case APPROVE -> "approved";
            case REQUEST_CHANGES -> "asks for changes";
            case COMMENT -> "comments";
        };
        String stale = review.commit().equals(pull.headCommit())
                ? ""
                : " (at " + review.commit().abbreviated() + ", before the newest commit)";
        return SafeText.line(review.author().name(), 80) + " " + verdict + stale
                + (review.body().isBlank() ? "" : ": " + SafeText.line(review.body(), 300));
    }

    static String prompters(PullRequest pull) {
        return pull.prompters().stream().map(UserId::value).collect(Collectors.joining(", "));
    }
}
