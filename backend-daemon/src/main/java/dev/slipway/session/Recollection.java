package dev.slipway.session;

import dev.slipway.agent.Agent;
import dev.slipway.agent.Turn;
import dev.slipway.agent.TurnOutcome;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which agents keep their conversations in memory: the few that worked last, as a conversation with images takes
/// megabytes. The others read theirs from the journal when they are prompted again, and keep all else that they have.
final class Recollection {
    private final int most;
    private final Set<Agent> recent = new LinkedHashSet<>();
    private final Set<Agent> working = new HashSet<>();

    /// @param most how many conversations stay in memory
    Recollection(int most) {
        this.most = most;
    }

    TurnOutcome run(Agent agent, Turn turn) {
        begin(agent);
        try {
            return agent.run(turn);
        } finally {
            end(agent);
        }
    }

    private synchronized void begin(Agent agent) {
        working.add(agent);
        recent.remove(agent);
        recent.add(agent);
    }

    private synchronized void end(Agent agent) {
        working.remove(agent);
        for (Agent each : List.copyOf(recent)) {
            if (recent.size() > most && !working.contains(each)) {
                recent.remove(each);
                each.rest();
            }
        }
    }
}
