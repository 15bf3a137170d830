package dev.slipway.session;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;

/// What a person is told of an exception.
final class Problems {
    private Problems() {}

    static Problem of(Throwable thrown) {
        if (thrown instanceof ProblemException known) {
            return known.problem();
        }
        return Problem.of(
                        Problem.Kind.INTERNAL,
                        "internal-fault",
                        "A fault in Slipway ended this",
                        thrown.getClass().getSimpleName() + ".")
                .withRemedy("The daemon's log has the details. The session is intact: prompt it again.");
    }
}
