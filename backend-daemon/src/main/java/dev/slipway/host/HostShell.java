package dev.slipway.host;

import dev.slipway.model.fleet.HostId;
import dev.slipway.ssh.SshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Runs our scripts on one host. No program of ours stays there: what a host needs is a POSIX shell and the
/// tools that [HostFacts] names. Calls block; use virtual threads for many at once.
public interface HostShell {
    HostId id();

    /// The directory on the host that belongs to this daemon, absolute.
    String root();

    /// The connection to it; none for the daemon's own machine.
    default Optional<SshServer> server() {
        return Optional.empty();
    }

    /// What the host can do; probed at the first call and remembered.
    HostFacts facts();

    /// Starts a script and returns at once.
    HostProcess start(HostCall call);

    /// Runs a short script to its end, with nothing on its standard input.
    /// @param limit how long it may take before it is ended and the call fails
    /// @throws dev.slipway.model.problem.ProblemException when the host can't run it or it takes too long
    HostResult run(ScriptSet scripts, String script, Duration limit, String... arguments);

    /// Ends every process that carries a mark of this group.
    void endGroup(long group);

    /// Connects to a unix socket of the host.
    /// @throws dev.slipway.model.problem.ProblemException when nothing answers there
    HostStream connect(String socket);

    /// A mark for a call that has no group of its own.
    Mark newMark();

    /// This machine.
    /// @param root a directory of the daemon's own; made when it is missing
    static HostShell local(Path root, RandomGenerator random) {
        return new LocalShell(root, random, OptionalInt.empty());
    }

    /// This machine, as another user: a daemon that runs as root can leave sandboxes to an ordinary user.
    /// @param uid the user, who must own `root`
    static HostShell localAs(int uid, Path root, RandomGenerator random) {
        return new LocalShell(root, random, OptionalInt.of(uid));
    }

    /// Another machine.
    /// @param root a directory of the daemon's own there, absolute; made when it is missing
    static HostShell ssh(HostId id, SshServer server, String root, RandomGenerator random) {
        return new SshShell(id, server, root, random);
    }
}
