package dev.slipway.host;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.problem.Problem;
import java.util.Optional;

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

    static RuntimeException unknownPool(PoolId id) {
        return Problem.unknown("unknown-pool", "There is no such pool", "No pool has the name " + id.value() + ".")
                .withRemedy("`slipway pool list` shows the pools there are.")
                .toException();
    }

    static RuntimeException poolWithoutLabels(PoolId id) {
        return Problem.invalid(
                        "pool-without-labels",
                        "A pool needs a label",
                        id.value() + " is to have all hosts with its labels, and has none.")
                .withRemedy("Give one that its hosts have, or shall get: slipway host set HOST --label LABEL.")
                .toException();
    }

    static RuntimeException poolInUse(PoolId id, String repositories) {
        return Problem.conflict(
                        "pool-in-use",
                        "Repositories ask for this pool",
                        id.value() + " is asked for by " + repositories + ".")
                .withRemedy("Let each have another, or any host: slipway repo pool NAME --any.")
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

    static RuntimeException notPrepared(HostId id, Optional<String> command, String said) {
        String last = said.length() > 1_000 ? "…" + said.substring(said.length() - 1_000) : said;
        return Problem.unavailable(
                        "not-prepared",
                        "What the host lacks could not be installed",
                        "On " + id.value() + ": " + (last.isBlank() ? "no reason was given." : last.strip()))
                .withRemedy(command.map(run -> "Run it there yourself: " + run)
                        .orElse("Install bubblewrap, util-linux, git, ripgrep and perl there."))
                .toException();
    }

    static RuntimeException unknownWay(String via) {
        return Problem.invalid(
                        "unknown-way",
                        "The server on the way is not known",
                        "No host has the address " + via + ", so its key has not been accepted.")
                .withRemedy("Add it as a host of its own first (it may stay cordoned), or leave `via` out.")
                .toException();
    }

    static Problem nothingThere(HostId id, String socket, Throwable cause) {
        return Problem.unavailable(
                "nothing-there",
                "Nothing answers there",
                socket + " on host " + id.value() + ": " + cause.getMessage() + ".");
    }

    static RuntimeException noHome(String address, String said) {
        return Problem.unavailable(
                        "no-host-home", "The user's home on the host is not known", address + " said: " + said)
                .withRemedy("Name a directory: --root /var/lib/slipway.")
                .toException();
    }

    static RuntimeException keyFileNotHere(String file, String why) {
        return Problem.invalid(
                        "key-file-not-here",
                        "The daemon can't log in with this key file",
                        file + " " + why + ". The path is one of the daemon's computer, read as the daemon's user.")
                .withRemedy("Leave it out, and let the daemon's own key in: put what `slipway host key` prints into"
                        + " ~/.ssh/authorized_keys there.")
                .toException();
    }

    static RuntimeException notAccepted(String address, String shown, String accepted) {
        return Problem.conflict(
                        "host-key-not-accepted",
                        "The host shows another key than the accepted one",
                        address + " shows " + shown + ", not \"" + accepted + "\".")
                .withRemedy(
                        "Compare it on the host itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. Accept what"
                                + " you see there.")
                .toException();
    }
}
