package dev.slipway.model.problem;

/// Carries a [Problem] to the place that shows it. Thrown where a person's input or the state of the world does not
/// allow what was asked; a bug is any other exception.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(text(problem));
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(text(problem), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    private static String text(Problem problem) {
        return problem.title() + ": " + problem.detail()
                + problem.remedy().map(r -> " " + r).orElse("");
    }
}
