package dev.slipway.agent;

import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.problem.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Notices an agent that goes in circles: the same call fails again and again, with nothing changed in between.
final class CircleGuard {
    /// The failure that comes with a warning.
    static final int WARNING = 3;
    /// The failure that ends the turn.
    static final int END = 5;

    private final Map<String, Integer> failures = new HashMap<>();

    /// @return a warning to add to what the model gets
    Optional<String> observe(ToolCallRequested call, boolean failed) throws TurnFailure {
        if (!failed) {
            if (call.effect() != Effect.READS) {
                failures.clear();
            }
            return Optional.empty();
        }
        int count = failures.merge(call.tool() + "\n" + call.arguments(), 1, Integer::sum);
        if (count >= END) {
            throw new TurnFailure(Problem.conflict(
                            "agent-in-circles",
                            "The agent goes in circles",
                            "The same call failed " + count + " times with nothing changed in between: "
                                    + call.summary())
                    .withRemedy("Tell it what to do differently, or choose another model."));
        }
        return count < WARNING
                ? Optional.empty()
                : Optional.of("[This same call has now failed " + count
                        + " times, with nothing changed in between. Don't repeat it: find out why it fails, or do it"
                        + " another way. At the " + END + "th failure you are stopped.]");
    }
}
