package dev.slipway.host;

import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostLink;
import dev.slipway.model.fleet.HostLoad;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.ssh.SshServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A machine for sandboxes: what it is said to be, and how it was found to be.
public final class Host {
    private static final ScriptSet OWN = ScriptSet.of(Host.class, "load.sh", "prepare.sh");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /// A single miss may be a blink of the network.
    private static final int MISSES = 2;

    private static final Duration INSTALLATION = Duration.ofMinutes(10);
    private static final List<String> USEFUL = List.of("bwrap", "setpriv", "nsenter", "unshare", "git", "rg", "perl");

    /// What looking at it gave.
    /// @param facts   what it can do; empty until it answered once
    /// @param load    empty unless it answered the last time
    /// @param latency of a short call
    /// @param link    the way there; none to the daemon's own machine
    /// @param at      when it answered last
    public record Seen(
            HostCondition condition,
            Optional<Problem> problem,
            Optional<HostFacts> facts,
            Optional<HostLoad> load,
            Optional<Duration> latency,
            Optional<HostLink> link,
            Optional<Instant> at) {
        static final Seen NOTHING = new Seen(
                HostCondition.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        /// Programs that sandboxes could use and that the host lacks.
        public List<String> missing() {
            return facts.stream()
                    .flatMap(known ->
                            USEFUL.stream().filter(tool -> known.tool(tool).isEmpty()))
                    .toList();
        }
    }

    private final HostShell shell;
    private final Optional<SshServer> server;
    private volatile HostSpec spec;
    private volatile Seen seen = Seen.NOTHING;
    private int misses;

    Host(HostSpec spec, HostShell shell, Optional<SshServer> server) {
        this.spec = spec;
        this.shell = shell;
        this.server = server;
    }

    public HostId id() {
        return spec.id();
    }

    public HostSpec spec() {
        return spec;
    }

    public HostShell shell() {
        return shell;
    }

    /// The connection to it; none for the daemon's own machine.
    public Optional<SshServer> server() {
        return server;
    }

    public Seen seen() {
        return seen;
    }

    void become(HostSpec changed) {
        spec = changed;
    }

    /// Looks how it is, which takes one short call.
    synchronized Seen look(InstantSource clock) {
        try {
            HostFacts facts = shell.facts();
            long began = System.nanoTime();
            HostResult result = shell.run(OWN, "load.sh", PATIENCE, shell.root());
            Duration latency = Duration.ofNanos(System.nanoTime() - began);
            misses = 0;
            seen = new Seen(
                    HostCondition.READY,
                    Optional.empty(),
                    Optional.of(facts),
                    Optional.of(load(result.output())),
                    Optional.of(latency),
                    link(clock),
                    Optional.of(clock.instant()));
        } catch (ProblemException e) {
            misses++;
            boolean gone = misses >= MISSES || seen.condition() != HostCondition.READY;
            seen = new Seen(
                    gone ? HostCondition.UNREACHABLE : seen.condition(),
                    Optional.of(e.problem()),
                    seen.facts(),
                    Optional.empty(),
                    Optional.empty(),
                    link(clock),
                    seen.at());
        }
        return seen;
    }

    private Optional<HostLink> link(InstantSource clock) {
        return server.map(SshServer::circuit)
                .map(circuit -> new HostLink(
                        HostLink.State.valueOf(circuit.state().name()),
                        circuit.connections(),
                        circuit.failures(),
                        circuit.nextTry().map(clock.instant()::plus)));
    }

    /// What it lacks, and the command that gets it there.
    /// @param done whether that was run
    public record Preparation(List<String> missing, Optional<String> command, boolean done) {}

    /// Says what is missing, and installs it if asked to.
    /// @throws ProblemException `not-prepared`, with what the package manager said
    public Preparation prepare(boolean install) {
        HostResult result = install
                ? shell.run(OWN, "prepare.sh", INSTALLATION, "install")
                : shell.run(OWN, "prepare.sh", PATIENCE);
        List<String> missing = values(result.output(), "missing");
        Optional<String> command = values(result.output(), "command").stream().findFirst();
        if (!result.ok()) {
            throw HostProblems.notPrepared(id(), command, result.error());
        }
        return new Preparation(missing, command, install && command.isPresent());
    }

    private static List<String> values(String output, String name) {
        return output.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }

    void close() {
        server.ifPresent(SshServer::close);
    }

    private static HostLoad load(String output) {
        Map<String, String> values = new HashMap<>();
        output.lines()
                .map(line -> line.split(" ", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> values.put(parts[0], parts[1]));
        return new HostLoad(
                (int) number(values, "processors"),
                Stream.ofNullable(values.get("load")).map(Double::valueOf).findFirst(),
                number(values, "memory") << 10,
                number(values, "memory.free") << 10,
                number(values, "disk") << 10,
                number(values, "disk.free") << 10);
    }

    private static long number(Map<String, String> values, String name) {
        return Long.parseLong(values.getOrDefault(name, "0"));
    }
}
