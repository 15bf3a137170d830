package dev.slipway.sandbox;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.tunnel.TunnelTarget;

/// What can be wrong with a connection into a sandbox, in words.
final class WayInProblems {
    private WayInProblems() {}

    static Problem refused(TunnelTarget target, String answer) {
        int space = answer.indexOf(' ');
        String why = space < 0 ? answer : answer.substring(space + 1);
        if (answer.startsWith("nobody")) {
            return Problem.of(
                            Problem.Kind.CONFLICT,
                            "nothing-listens",
                            "Nothing listens there",
                            "No program in the sandbox listens on " + target + ".")
                    .withRemedy("Start it, or wait until it is ready; `slipway ports` shows what listens.");
        }
        return Problem.conflict(
                        "tunnel-refused",
                        "The sandbox refused the connection",
                        "The connection to " + target + " failed: " + why + ".")
                .withRemedy("Look at what the program that listens there says.");
    }

    static Problem gone(SandboxId id) {
        return Problem.unavailable(
                        "sandbox-gone",
                        "The sandbox is gone",
                        "Sandbox " + id.value() + " ended, or was started anew, and all connections into it with it.")
                .withRemedy("Connect again once the session has a sandbox.");
    }

    static Problem failed(String why) {
        return Problem.unavailable("tunnel-failed", "There is no way into the sandbox", why.strip() + ".")
                .withRemedy("Try again; if it stays so, run `slipway doctor` on the sandbox's host.");
    }

    static Problem noPerl(String said) {
        return Problem.unavailable(
                        "tunnel-needs-perl",
                        "The sandbox's host can't carry connections",
                        "The way into a sandbox is a short program in Perl. The host says: " + said)
                .withRemedy("Install the package perl-base (or perl) there: `slipway host prepare` does it.");
    }
}
