package dev.slipway.host;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;

/// What can be wrong with hosts, in words.
final class HostProblems {
    private HostProblems() {}

    static RuntimeException badRoot(String root) {
        return Problem.invalid(
                        "bad-host-root",
                        "This can't be the host's directory for Slipway",
                        "\"" + root + "\" is not an absolute path without a slash at its end.")
                .withRemedy("Give a directory such as /var/lib/slipway, or ~/.slipway written out.")
                .toException();
    }

    static RuntimeException badLabel(String label) {
        return Problem.invalid(
                        "bad-label",
                        "This is no label",
                        "\"" + label + "\" has other characters than lower-case letters, digits and . _ = - inside, or"
                                + " more than 63.")
                .toException();
    }

    static RuntimeException badCapacity(int capacity) {
        return Problem.invalid(
                        "bad-capacity",
                        "A host can't have that many sandboxes",
                        capacity + " is not between 0 (no limit) and 10,000.")
                .toException();
    }

    static RuntimeException exists(HostId id) {
        return Problem.conflict("host-exists", "There is such a host already", "The id " + id.value() + " is taken.")
                .withRemedy("Choose another id, or remove that host first.")
                .toException();
    }

    static RuntimeException unknown(HostId id) {
        return Problem.unknown("unknown-host", "There is no such host", "No host has the id " + id.value() + ".")
                .withRemedy("`slipway host list` shows the hosts there are.")
                .toException();
    }

    static RuntimeException localStays() {
        return Problem.conflict(
                        "local-host-stays",
                        "The daemon's own machine can't be removed",
                        "It is always known, though it need not take sandboxes.")
                .withRemedy("Cordon it: `slipway host cordon local`.")
                .toException();
    }

    static RuntimeException inUse(HostId id, int sandboxes) {
        return Problem.conflict(
                        "host-in-use", "Sandboxes are still on this host", id.value() + " has " + sandboxes + ".")
                .withRemedy("Drain it first (`slipway host drain " + id.value() + "`), or remove it by force: what is"
                        + " uncommitted there is then lost.")
                .toException();
    }
}
