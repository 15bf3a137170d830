package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.host.HostCall;
import dev.slipway.host.HostFacts;
import dev.slipway.host.HostProcess;
import dev.slipway.host.HostResult;
import dev.slipway.host.HostShell;
import dev.slipway.host.Mark;
import dev.slipway.host.ScriptSet;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what a sandbox is to do into calls of the scripts on its host.
final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
    private static final ScriptSet SCRIPTS = ScriptSet.of(
            Driver.class,
            "prepare.sh",
            "system.sh",
            "create.sh",
            "keeper.sh",
            "namespace.sh",
            "start.sh",
            "exec.sh",
            "plain-exec.sh",
            "relay.sh",
            "relay.pl",
            "way.sh",
            "way-in.sh",
            "way-in.pl",
            "seal.sh",
            "squash.sh",
            "capture.sh",
            "copy.sh",
            "freeze.sh",
            "thaw.sh",
            "release.sh",
            "measure.sh",
            "missing.sh",
            "jail.sh",
            "storage.sh",
            "digest.sh",
            "export.sh",
            "import.sh",
            "unpack.sh",
            "plain-seal.sh",
            "stop.sh",
            "strays.sh",
            "tidy.sh",
            "destroy.sh",
            "recover.sh",
            "list.sh",
            "collect.sh",
            "sizes.sh");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// In the middle of a seal, another sandbox may be started.
    private static final Duration SEAL_PATIENCE = PATIENCE.multipliedBy(3);
    /// A copy of a whole tree takes its time.
    private static final Duration COPY_PATIENCE = Duration.ofMinutes(10);

    private final HostShell host;
    private final SandboxSettings settings;
    private final Isolation isolation;
    private final ControlGroups groups;
    private final int userId;
    private final String mounts;
    /// The layer under all others, with the root directory and `/etc`.
    private final String system;
    private final Storage storage;

    Driver(HostShell host, SandboxSettings settings) {
        HostFacts facts = host.facts();
        this.host = host;
        this.settings = settings;
        this.isolation = IsolationChoice.of(facts, settings.allowUnisolated());
        this.groups = new ControlGroups(facts);
        this.userId = isolation.mode() == Isolation.Mode.ROOT ? settings.userId() : facts.uid();
        // The sandbox's user can't walk through the daemon's own directory, where that belongs to root.
        this.mounts = isolation.mode() == Isolation.Mode.ROOT ? "/run/slipway" : host.root() + "/mounts";
        List<String> arguments =
                new ArrayList<>(List.of(host.root(), isolation.mode().argument(), Integer.toString(userId), mounts));
        settings.toolDirectories().forEach(directory -> arguments.add(directory.toString()));
        HostResult prepared = host.run(SCRIPTS, "prepare.sh", PATIENCE, arguments.toArray(String[]::new));
        check(prepared);
        List<String> answer = prepared.output().lines().toList();
        this.system = answer.getFirst();
        this.storage = Storage.of(isolation, answer.getLast());
    }

    Isolation isolation() {
        return isolation;
    }

    Storage storage() {
        return storage;
    }

    HostShell host() {
        return host;
    }

    Keeper create(Specification specification) {
        return keeper("create.sh", List.of(specification.text()), specification);
    }

    Keeper start(Specification specification) {
        return keeper("start.sh", List.of(), specification);
    }

    /// Returns when the sandbox runs again.
    /// @param specification as it is to be afterwards: the new layer first
    /// @param sealed called as soon as the layer is there; the sandbox goes on when it returns
    Keeper seal(Specification specification, Runnable sealed) {
        String layer = specification.spec().layers().getFirst().value();
        if (!isolation.isolated()) {
            host.endGroup(specification.group());
            check(host.run(
                    SCRIPTS,
                    "plain-seal.sh",
                    COPY_PATIENCE,
                    host.root(),
                    specification.spec().id().value(),
                    layer,
                    specification.text()));
            sealed.run();
            return Keeper.NONE;
        }
        List<String> arguments = keeperArguments(List.of(layer, specification.text()), specification);
        HostProcess process = host.start(new HostCall(SCRIPTS, "seal.sh", arguments, host.newMark()));
        Thread.ofVirtual().name("time limit of seal").start(() -> endAfterPatience(process));
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.stdout(), UTF_8))) {
            if ("sealed".equals(output.readLine())) {
                sealed.run();
            }
            process.stdin().close();
            String keeper = output.readLine();
            String error = new String(process.stderr().readNBytes(1 << 16), UTF_8);
            HostResult result = new HostResult(process.waitFor(), String.valueOf(keeper), error);
            check(result);
            return Keeper.parse(result.output());
        } catch (IOException | InterruptedException e) {
            process.end();
            throw new IllegalStateException("sealing was cut short", e);
        }
    }

    /// Begins to make a layer of what a sandbox changed, while its programs go on.
    Capture capture(Specification specification, LayerId layer) {
        List<String> arguments = List.of(
                host.root(),
                specification.spec().id().value(),
                layer.value(),
                isolation.mode().argument(),
                Integer.toString(userId),
                isolation.isolated()
                        ? groups.settings(
                                specification.group(), specification.spec().limits())
                        : "",
                Long.toString(specification.group()));
        return new Capture(host.start(new HostCall(SCRIPTS, "capture.sh", arguments, host.newMark())));
    }

    /// Those of the layers that are not on the host.
    List<LayerId> missing(List<LayerId> layers) {
        List<String> arguments = new ArrayList<>(List.of(host.root()));
        layers.forEach(layer -> arguments.add(layer.value()));
        HostResult result = host.run(SCRIPTS, "missing.sh", PATIENCE, arguments.toArray(String[]::new));
        check(result);
        return result.output().lines().map(LayerId::new).toList();
    }

    LayerExport export(LayerId layer) {
        return new LayerExport(ship("export.sh", layer));
    }

    LayerImport importing(LayerId layer, int parts, String plan) {
        return new LayerImport(ship("import.sh", layer, Integer.toString(parts), plan), parts);
    }

    private HostProcess ship(String script, LayerId layer, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(host.root(), isolation.mode().argument(), Integer.toString(userId), layer.value()));
        arguments.addAll(List.of(more));
        return host.start(new HostCall(SCRIPTS, script, arguments, host.newMark()));
    }

    static ProblemException notShipped(IOException why) {
        return Problem.unavailable(
                        "layer-not-shipped",
                        "Files could not be brought to another host",
                        "One of the hosts says: " + why.getMessage())
                .withRemedy("What arrived stays there; Slipway goes on from it at the next try.")
                .toException(why);
    }

    long bytes(LayerId layer) {
        HostResult result = host.run(
                SCRIPTS,
                "measure.sh",
                COPY_PATIENCE,
                host.root(),
                isolation.mode().argument(),
                layer.value());
        check(result);
        return Long.parseLong(result.output().strip());
    }

    /// Lets the programs of a sandbox go on that a capture left standing, and takes its remains away.
    void release(SandboxId id) {
        check(host.run(SCRIPTS, "release.sh", PATIENCE, host.root(), id.value()));
    }

    /// Makes one layer of many, without anyone noticing who stands on them.
    void squash(List<LayerId> layers, LayerId into) {
        check(host.run(
                SCRIPTS,
                "squash.sh",
                COPY_PATIENCE,
                host.root(),
                isolation.mode().argument(),
                mounts,
                into.value(),
                withoutSystem(layers)));
    }

    void destroy(SandboxId id, Specification specification) {
        destroy(id, specification, PATIENCE, "");
    }

    /// Returns only once the files are gone too, however many they are.
    void destroyToTheLast(SandboxId id, Specification specification) {
        destroy(id, specification, COPY_PATIENCE, "wait");
    }

    private void destroy(SandboxId id, Specification specification, Duration patience, String wait) {
        host.endGroup(specification.group());
        String settingsOfGroups =
                groups.settings(specification.group(), specification.spec().limits());
        check(host.run(
                SCRIPTS,
                "destroy.sh",
                patience,
                host.root(),
                id.value(),
                settingsOfGroups,
                wait,
                Long.toString(specification.group())));
    }

    /// Finishes what a daemon left half done; nothing else may work on the host meanwhile.
    void recover() {
        check(host.run(SCRIPTS, "recover.sh", PATIENCE, host.root()));
    }

    List<Found> list() {
        HostResult result = host.run(SCRIPTS, "list.sh", PATIENCE, host.root());
        check(result);
        return Found.parse(result.output());
    }

    /// Deletes layers that nobody stands on.
    /// @param keep  those that somebody does
    /// @param young how long a layer is left alone after it was made
    /// @return how many were deleted
    int collect(Set<LayerId> keep, Duration young) {
        HostProcess process = host.start(new HostCall(
                SCRIPTS, "collect.sh", List.of(host.root(), Long.toString(young.toMinutes())), host.newMark()));
        try (OutputStream names = process.stdin()) {
            for (LayerId layer : keep) {
                names.write((layer.value() + "\n").getBytes(UTF_8));
            }
        } catch (IOException e) {
            process.end();
            throw new UncheckedIOException("the layers to keep could not be told", e);
        }
        try {
            String deleted = new String(process.stdout().readNBytes(1 << 22), UTF_8);
            String error = new String(process.stderr().readNBytes(1 << 16), UTF_8);
            check(new HostResult(process.waitFor(), deleted, error));
            return (int) deleted.lines().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.end();
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /// Bytes on disk.
    Map<LayerId, Long> sizes(Set<LayerId> layers) {
        List<String> arguments = new ArrayList<>(List.of(host.root()));
        layers.forEach(layer -> arguments.add(layer.value()));
        HostResult result = host.run(SCRIPTS, "sizes.sh", COPY_PATIENCE, arguments.toArray(String[]::new));
        check(result);
        Map<LayerId, Long> sizes = new TreeMap<>(Comparator.comparing(LayerId::value));
        for (String line : result.output().lines().toList()) {
            int space = line.indexOf(' ');
            sizes.put(new LayerId(line.substring(space + 1)), Long.parseLong(line.substring(0, space)) << 10);
        }
        return sizes;
    }

    HostProcess exec(Specification specification, Keeper keeper, int number, ExecSpec exec) {
        SandboxSpec spec = specification.spec();
        List<String> arguments = new ArrayList<>();
        if (isolation.isolated()) {
            arguments.addAll(List.of(
                    isolation.mode().argument(),
                    Integer.toString(userId),
                    Long.toString(keeper.pid()),
                    Long.toString(keeper.start()),
                    groups.settings(specification.group(), spec.limits())));
        }
        arguments.add(Integer.toString(spec.limits().processes()));
        arguments.add(Integer.toString(spec.limits().openFiles()));
        arguments.add(Path.of(workspace(spec.id()))
                .resolve(exec.directory())
                .normalize()
                .toString());
        Map<String, String> environment = environment(spec);
        environment.putAll(exec.environment());
        environment.forEach((name, value) -> arguments.add(name + "=" + value));
        arguments.add("--");
        arguments.addAll(exec.command());
        String script = isolation.isolated() ? "exec.sh" : "plain-exec.sh";
        return host.start(new HostCall(SCRIPTS, script, arguments, new Mark(specification.group(), number)));
    }

    /// Starts what lets the programs of a sandbox reach the socket of a proxy outside: see [WayOut].
    HostProcess relay(Specification specification, Keeper keeper, String socket) {
        int name = socket.lastIndexOf('/') + 1;
        List<String> arguments = List.of(
                isolation.mode().argument(),
                Integer.toString(userId),
                Long.toString(keeper.pid()),
                Long.toString(keeper.start()),
                socket.substring(0, name - 1),
                socket.substring(name),
                Integer.toString(WayOut.PORT));
        return host.start(new HostCall(SCRIPTS, "relay.sh", arguments, new Mark(specification.group(), 0)));
    }

    /// Makes the directory of such a socket, and removes one that was left behind there.
    void clearWay(String socket) {
        check(host.run(SCRIPTS, "way.sh", PATIENCE, socket));
    }

    /// Starts what carries connections into a sandbox: see [WayIn]. It is no program of the sandbox, so it has a mark
    /// of its
    /// own and goes on when all of those are ended.
    HostProcess wayIn(Specification specification, Keeper keeper) {
        List<String> arguments = List.of(
                isolation.mode().argument(),
                Integer.toString(userId),
                Long.toString(keeper.pid()),
                Long.toString(keeper.start()),
                host.root(),
                Long.toString(specification.group()));
        return host.start(new HostCall(SCRIPTS, "way-in.sh", arguments, host.newMark()));
    }

    String workspace(SandboxId id) {
        return isolation.isolated() ? "/workspace" : tree(id) + "/workspace";
    }

    private String home(SandboxId id) {
        return isolation.isolated() ? "/home/agent" : tree(id) + "/home/agent";
    }

    private String tree(SandboxId id) {
        return host.root() + "/sandboxes/" + id.value() + "/upper";
    }

    private Map<String, String> environment(SandboxSpec spec) {
        Map<String, String> environment = new TreeMap<>();
        String java = settings.javaHome().map(home -> home + "/bin:").orElse("");
        environment.put(
                "PATH",
                home(spec.id()) + "/.local/bin:" + java
                        + "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        settings.javaHome().ifPresent(home -> environment.put("JAVA_HOME", home.toString()));
        environment.put("HOME", home(spec.id()));
        environment.put("USER", "agent");
        environment.put("LOGNAME", "agent");
        environment.put("SHELL", "/bin/sh");
        environment.put("LANG", "C.UTF-8");
        environment.put("TERM", "xterm-256color");
        if (!isolation.isolated()) {
            environment.put("TMPDIR", tree(spec.id()) + "/tmp");
        }
        if (spec.network() instanceof NetworkPolicy.AllowList) {
            environment.putAll(WayOut.ENVIRONMENT);
        }
        environment.putAll(spec.environment());
        return environment;
    }

    /// What the kernel stacks below the changes of a sandbox.
    private String stack(List<LayerId> layers) {
        return Stream.concat(storage.mounted(layers).stream().map(LayerId::value), Stream.of(system))
                .collect(Collectors.joining(":"));
    }

    private String withoutSystem(List<LayerId> layers) {
        return storage.mounted(layers).stream().map(LayerId::value).collect(Collectors.joining(":"));
    }

    private static void endAfterPatience(HostProcess process) {
        try {
            if (process.waitFor(SEAL_PATIENCE).isEmpty()) {
                process.end();
            }
        } catch (ProblemException e) {
            LOG.debug("A seal is not watched any more; whoever waits for it is told the same", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> keeperArguments(List<String> first, Specification specification) {
        SandboxSpec spec = specification.spec();
        List<String> arguments = new ArrayList<>(List.of(host.root(), spec.id().value()));
        arguments.addAll(first);
        arguments.addAll(List.of(
                isolation.mode().argument(),
                Integer.toString(userId),
                mounts,
                spec.network() instanceof NetworkPolicy.Host ? "host" : "none",
                stack(spec.layers()),
                groups.settings(specification.group(), spec.limits())));
        settings.toolDirectories().forEach(directory -> arguments.add(directory.toString()));
        return arguments;
    }

    private Keeper keeper(String script, List<String> first, Specification specification) {
        List<String> arguments = keeperArguments(first, specification);
        Duration patience = isolation.isolated() ? PATIENCE : COPY_PATIENCE;
        HostResult result = host.run(SCRIPTS, script, patience, arguments.toArray(String[]::new));
        if (result.exitCode() == 17) {
            throw Problem.conflict(
                            "sandbox-exists",
                            "There is such a sandbox already",
                            "The host " + host.id().value() + " has a sandbox "
                                    + specification.spec().id().value() + ".")
                    .toException();
        }
        check(result);
        return isolation.isolated() ? Keeper.parse(result.output()) : Keeper.NONE;
    }

    private void check(HostResult result) {
        if (!result.ok()) {
            throw Problem.unavailable(
                            "sandbox-failed",
                            "The host could not make the sandbox do this",
                            "Host " + host.id().value() + " says: "
                                    + result.error().strip())
                    .withRemedy("Run `slipway doctor` on that host; look for a full disk or process table first.")
                    .toException();
        }
    }
}
