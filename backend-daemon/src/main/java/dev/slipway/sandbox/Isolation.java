package dev.slipway.sandbox;

import java.util.Set;

/// How well a sandbox is kept apart from its host, in words for the people who use it.
/// @param mode  by which means
/// @param holds which limits the host enforces; the others are wishes
public record Isolation(Mode mode, Set<Limit> holds) {
    public Isolation {
        holds = Set.copyOf(holds);
    }

    /// The means of isolation.
    public enum Mode {
        /// Overlay mounted by root; processes belong to a user id that owns nothing else on the host.
        ROOT("root"),
        /// All of it by an ordinary user, in a user namespace of that user.
        USER("user"),
        /// A plain copy of the files and plain processes: no isolation at all.
        UNISOLATED("unisolated");

        private final String argument;

        Mode(String argument) {
            this.argument = argument;
        }

        String argument() {
            return argument;
        }
    }

    /// The limits of [Limits], and the network policy.
    public enum Limit {
        MEMORY,
        CPU,
        PROCESSES,
        OPEN_FILES,
        TIME,
        NETWORK
    }

    public boolean isolated() {
        return mode != Mode.UNISOLATED;
    }

    /// One sentence for a person.
    public String says() {
        return switch (mode) {
            case ROOT -> "Isolated: own processes, files, network and user id.";
            case USER -> "Isolated: own processes, files and network, as an ordinary user of the host.";
            case UNISOLATED ->
                "NOT ISOLATED: the agent's programs run as ordinary processes of this machine and can read"
                        + " and change whatever its user can.";
        };
    }
}
