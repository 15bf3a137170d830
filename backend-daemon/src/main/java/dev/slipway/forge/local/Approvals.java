package dev.slipway.forge.local;

import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Whose word counts on a pull request, and whether enough has been said. Its author and everyone who prompted a
/// session whose work it holds are barred from approving: who asked for a change is no judge of it, and an approval
/// that they gave before they prompted no longer counts.
record Approvals(Pull pull, CommitId head, List<User> users) {
    /// @throws dev.slipway.model.problem.ProblemException `own-prompt` when this person is barred
    void checkMayApprove(UserId user) {
        if (barred().contains(user)) {
            String why = pull.prompters().contains(user)
                    ? "You prompted the session that " + pull.ref() + " comes from."
                    : "You opened " + pull.ref() + ".";
            throw Problem.forbidden("own-prompt", "No one approves their own prompt", why)
                    .withRemedy(whoMay())
                    .toException();
        }
    }

    /// @throws dev.slipway.model.problem.ProblemException `changes-requested` or `approval-needed`
    void checkMayMerge(int needed) {
        if (needed == 0) {
            return;
        }
        List<Review> against = against();
        if (!against.isEmpty()) {
            throw Problem.forbidden(
                            "changes-requested",
                            "Changes were requested",
                            against.stream().map(r -> r.author().name()).collect(Collectors.joining(", "))
                                    + " asked for changes to " + pull.ref() + ".")
                    .withRemedy("Make the changes, then ask for a new review: an approval by the same person lifts it.")
                    .toException();
        }
        int given = given();
        if (given < needed) {
            boolean stale = verdicts().size() > given;
            throw Problem.forbidden(
                            "approval-needed",
                            "An approval is missing",
                            pull.ref() + " has " + given + " of " + needed + " approvals of its present head "
                                    + head.abbreviated() + (stale ? "; those of an older head don't count." : "."))
                    .withRemedy(whoMay())
                    .toException();
        }
    }

    /// Whoever asked for changes and has not approved since.
    List<Review> against() {
        return verdicts().stream()
                .filter(review -> review.verdict() == Review.Verdict.REQUEST_CHANGES)
                .toList();
    }

    /// Approvals of the present head.
    int given() {
        return (int) verdicts().stream()
                .filter(review -> review.verdict() == Review.Verdict.APPROVE
                        && review.commit().equals(head))
                .count();
    }

    /// Everyone with an account whose approval would count.
    List<Author> mayApprove() {
        return users.stream()
                .filter(user -> user.role().covers(Role.MEMBER) && !barred().contains(user.id()))
                .map(User::author)
                .toList();
    }

    /// The last word of each person that counts.
    private Collection<Review> verdicts() {
        Map<UserId, Review> verdicts = new LinkedHashMap<>();
        for (Review review : pull.reviews()) {
            if (review.verdict() != Review.Verdict.COMMENT
                    && !barred().contains(review.author().user())) {
                verdicts.put(review.author().user(), review);
            }
        }
        return verdicts.values();
    }

    private Set<UserId> barred() {
        Set<UserId> barred = new LinkedHashSet<>(pull.prompters());
        barred.add(pull.author().user());
        return barred;
    }

    private String whoMay() {
        String names = mayApprove().stream().map(Author::name).limit(10).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? "There is nobody else yet: add another user, or set `forge.approvals: 0` in the configuration."
                : "It can be approved by " + names + ".";
    }
}
