package dev.slipway.agent;

import dev.slipway.model.problem.Problem;

/// The turn can't go on.
final class TurnFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    TurnFailure(Problem problem) {
        super(problem.title());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
