package dev.slipway.model.fleet;

import dev.slipway.model.problem.Problem;

/// How many sandboxes of a repository may wait before anyone asks for them.
/// @param on    whether any may
/// @param least even while nobody works on the repository
/// @param most  however many ask for them
public record WarmRule(boolean on, int least, int most) {
    /// More would fill a host with sandboxes that nobody asked for.
    public static final int MOST = 50;

    public WarmRule {
        if (least < 0 || least > most || most > MOST) {
            throw Problem.invalid(
                            "malformed-warm-rule",
                            "So many sandboxes can't be kept warm",
                            "At least " + least + " and at most " + most + " are asked for.")
                    .withRemedy("Both are 0 to " + MOST + ", and the first is not greater than the second.")
                    .toException();
        }
    }
}
