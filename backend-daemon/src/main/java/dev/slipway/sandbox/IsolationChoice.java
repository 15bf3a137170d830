package dev.slipway.sandbox;

import dev.slipway.host.HostFacts;
import dev.slipway.model.problem.Problem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Picks the best isolation that a host can give.
final class IsolationChoice {
    private static final List<String> TOOLS = List.of("bwrap", "setpriv", "nsenter", "unshare", "setsid");

    private IsolationChoice() {}

    static Isolation of(HostFacts facts, boolean allowUnisolated) {
        List<String> missing = missing(facts);
        if (missing.isEmpty()) {
            Set<Isolation.Limit> holds = new ControlGroups(facts).holds();
            holds.addAll(EnumSet.of(
                    Isolation.Limit.PROCESSES,
                    Isolation.Limit.OPEN_FILES,
                    Isolation.Limit.TIME,
                    Isolation.Limit.NETWORK));
            return new Isolation(facts.root() ? Isolation.Mode.ROOT : Isolation.Mode.USER, holds);
        }
        if (allowUnisolated) {
            return new Isolation(
                    Isolation.Mode.UNISOLATED, EnumSet.of(Isolation.Limit.OPEN_FILES, Isolation.Limit.TIME));
        }
        throw Problem.unavailable(
                        "no-isolation",
                        "This host can't isolate sandboxes",
                        "An agent's programs must not reach the rest of the machine, but the host lacks: "
                                + String.join("; ", missing) + ".")
                .withRemedy("Install the packages bubblewrap and util-linux and allow user namespaces, or start with"
                        + " --allow-unisolated to run agents with all the rights of the daemon's user.")
                .toException();
    }

    private static List<String> missing(HostFacts facts) {
        List<String> missing = new ArrayList<>();
        for (String tool : TOOLS) {
            if (facts.tool(tool).isEmpty()) {
                missing.add("the program " + tool);
            }
        }
        if (!facts.userNamespaces()) {
            missing.add("user namespaces");
        }
        if (!facts.overlay()) {
            missing.add("overlay mounts" + (facts.root() ? "" : " by an ordinary user (Linux 5.11)"));
        }
        return missing;
    }
}
