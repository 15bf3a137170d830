package dev.slipway.agent;

import dev.slipway.model.problem.Problem;
import java.util.List;

/// How a turn ended. Whoever ran it appends the event that says so.
public sealed interface TurnOutcome {

    /// What had left the sandbox by then, a sentence each.
    List<String> left();

    /// The agent rests: it waits for the next prompt.
    record Completed(List<String> left) implements TurnOutcome {
        public Completed {
            left = List.copyOf(left);
        }
    }

    /// The thread was interrupted; everything that the turn had started is ended.
    record Stopped(List<String> left) implements TurnOutcome {
        public Stopped {
            left = List.copyOf(left);
        }
    }

    /// It can't go on by itself.
    record Failed(Problem problem, List<String> left) implements TurnOutcome {
        public Failed {
            left = List.copyOf(left);
        }
    }
}
