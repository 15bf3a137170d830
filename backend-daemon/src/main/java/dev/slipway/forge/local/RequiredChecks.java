package dev.slipway.forge.local;

import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.problem.Problem;
import java.util.List;

/// The checks that a repository requires, against those that were reported on a head.
record RequiredChecks(Pull pull, List<String> required, List<CommitCheck> reported) {
    /// @throws dev.slipway.model.problem.ProblemException `checks-failed` or `checks-missing`
    void checkMayMerge() {
        if (!failed().isEmpty()) {
            throw Problem.forbidden(
                            "checks-failed",
                            "A required check failed",
                            "On the present head of " + pull.ref() + " failed: " + String.join(", ", failed()) + ".")
                    .withRemedy("Mend it with a new commit, or have the check run again.")
                    .toException();
        }
        if (!missing().isEmpty()) {
            throw Problem.forbidden(
                            "checks-missing",
                            "A required check has not passed yet",
                            "On the present head of " + pull.ref() + " are awaited: " + String.join(", ", missing())
                                    + ".")
                    .withRemedy("Wait until it is reported, or ask an admin whether it is required rightly.")
                    .toException();
        }
    }

    List<String> failed() {
        return required.stream()
                .filter(name -> is(name, CommitCheck.State.FAILED))
                .toList();
    }

    /// Those that are under way, and those that nobody has reported.
    List<String> missing() {
        return required.stream()
                .filter(name -> reported.stream()
                        .noneMatch(check -> check.name().equals(name) && check.state() != CommitCheck.State.PENDING))
                .toList();
    }

    private boolean is(String name, CommitCheck.State state) {
        return reported.stream().anyMatch(check -> check.name().equals(name) && check.state() == state);
    }
}
