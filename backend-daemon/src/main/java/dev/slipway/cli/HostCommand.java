package dev.slipway.cli;

import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostLoad;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.fleet.ShownKey;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.Json;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The machines on which sandboxes run.
@Command(
        name = "host",
        description = "Machines for sandboxes: this one, and others over SSH.",
        synopsisSubcommandLabel =
                "(list | add | aliases | show | prepare | cordon | drain | open | set | remove | key)")
final class HostCommand {
    private final Slipway slipway;

    HostCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Command(name = "list", description = "List hosts with their state and load.")
    int list(
            @Option(names = "--watch", description = "Go on with a line whenever one is not as it was, until Ctrl-C.")
                    boolean watch)
            throws InterruptedException {
        if (watch) {
            new HostWatch(slipway, InstantSource.system()).run();
            return ExitCode.OK;
        }
        var answer = slipway.api().call(HostCalls.LIST).send();
        if (!slipway.printedAsJson(answer)) {
            slipway.console()
                    .table(answer.value().hosts().stream().map(HostCommand::row).toList());
        }
        return ExitCode.OK;
    }

    @Command(name = "key", description = "Print the daemon's public key, for ~/.ssh/authorized_keys of a host.")
    int key() throws InterruptedException {
        slipway.console().line(slipway.api().call(HostCalls.LIST).send().value().publicKey());
        return ExitCode.OK;
    }

    @Command(
            name = "add",
            description = {
                "Add a host, by address or by its name in your SSH configuration.",
                "Shows its key first; --accept FINGERPRINT accepts it."
            })
    int add(
            @Parameters(
                            arity = "0..1",
                            index = "0",
                            paramLabel = "HOST",
                            description = "A short name, such as build-1; may be left out with --from-ssh-config.")
                    @Nullable String id,
            @Parameters(
                            arity = "0..1",
                            index = "1",
                            paramLabel = "USER@ADDRESS",
                            description = "Where it is; with :PORT unless that is 22.")
                    @Nullable String address,
            @Mixin HostOptions options)
            throws InterruptedException {
        HostImport wanted = HostImport.of(slipway, id, address, options);
        ShownKey shown = slipway.api()
                .call(HostCalls.SHOW_KEY)
                .send(new HostCalls.ServerAddress(wanted.address(), wanted.via()))
                .value();
        if (!shown.fingerprint().equals(options.accept)) {
            throw notAccepted(wanted, shown, options.accept).toException();
        }
        var answer = slipway.api()
                .call(HostCalls.ADD)
                .send(new HostCalls.NewHost(
                        wanted.id(),
                        wanted.address(),
                        wanted.via(),
                        shown.fingerprint(),
                        wanted.keyFile(),
                        Optional.ofNullable(options.root),
                        options.labels == null ? List.of() : options.labels,
                        Optional.ofNullable(options.capacity)));
        if (!slipway.printedAsJson(answer)) {
            show(answer.value());
        }
        return ExitCode.OK;
    }

    @Command(name = "aliases", description = "List the names in your SSH configuration, to add one of them.")
    int aliases(
            @Option(names = "--ssh-config", paramLabel = "FILE", description = "Another file than ~/.ssh/config.")
                    @Nullable String file) {
        SshAliases aliases = HostImport.aliases(slipway, file);
        List<String> names = aliases.names();
        if (slipway.json) {
            slipway.console().line(Json.write(names));
            return ExitCode.OK;
        }
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            try {
                SshAliases.Server server = aliases.resolve(name);
                rows.add(List.of(
                        name,
                        server.address(),
                        server.viaAlias().map(via -> "via " + via).orElse("")));
            } catch (ProblemException e) {
                rows.add(List.of(name, SafeText.line(e.problem().title(), 100)));
            }
        }
        slipway.console().table(rows);
        slipway.console()
                .aside(names.isEmpty() ? "No names there." : "Add one: slipway host add --from-ssh-config NAME");
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Look at a host now, and say what there is to say of it.")
    int show(@Parameters(paramLabel = "HOST") String id) throws InterruptedException {
        var answer = slipway.api().call(HostCalls.LOOK, id).send();
        if (!slipway.printedAsJson(answer)) {
            show(answer.value());
        }
        return ExitCode.OK;
    }

    @Command(name = "prepare", description = "Say what a host lacks; --install gets it with its package manager.")
    int prepare(
            @Parameters(paramLabel = "HOST") String id,
            @Option(names = "--install", description = "Install it now.") boolean install)
            throws InterruptedException {
        var answer = slipway.api().call(HostCalls.PREPARE, id).send(new HostCalls.Preparation(install));
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        HostCalls.Prepared prepared = answer.value();
        Console console = slipway.console();
        if (prepared.missing().isEmpty()) {
            console.line(id + " lacks nothing.");
        } else if (prepared.installed()) {
            console.line("Installed on " + id + ": " + String.join(", ", prepared.missing()) + ".");
        } else {
            console.line(id + " lacks " + String.join(", ", prepared.missing()) + ".");
            prepared.command()
                    .ifPresent(command -> console.line("To get it, run there, or `slipway host prepare " + id
                            + " --install`: " + SafeText.line(command, 500)));
        }
        return ExitCode.OK;
    }

    @Command(name = "cordon", description = "Let a host keep its sandboxes and take no more.")
    int cordon(@Parameters(paramLabel = "HOST") String id) throws InterruptedException {
        return change(id, Optional.empty(), Optional.empty(), Admission.CORDONED);
    }

    @Command(name = "drain", description = "Let sessions leave a host with their files, each with its next prompt.")
    int drain(@Parameters(paramLabel = "HOST") String id) throws InterruptedException {
        return change(id, Optional.empty(), Optional.empty(), Admission.DRAINING);
    }

    @Command(name = "open", description = "Let a host take sandboxes (again).")
    int open(@Parameters(paramLabel = "HOST") String id) throws InterruptedException {
        return change(id, Optional.empty(), Optional.empty(), Admission.OPEN);
    }

    @Command(name = "set", description = "Change labels and capacity of a host.")
    int set(
            @Parameters(paramLabel = "HOST") String id,
            @Option(names = "--label", paramLabel = "LABEL", description = "In place of all that it has.") @Nullable List<String> labels,
            @Option(names = "--capacity", paramLabel = "N", description = "Sandboxes at most; 0 for no limit.")
                    @Nullable Integer capacity)
            throws InterruptedException {
        return change(id, Optional.ofNullable(labels), Optional.ofNullable(capacity), null);
    }

    @Command(name = "remove", description = "Forget a host. What is on it stays there.")
    int remove(
            @Parameters(paramLabel = "HOST") String id,
            @Option(
                            names = "--force",
                            description = "Even if sandboxes are there: their sessions begin anew elsewhere.")
                    boolean force)
            throws InterruptedException {
        slipway.api()
                .call(HostCalls.REMOVE, id)
                .with("force", Boolean.toString(force))
                .send();
        slipway.console().aside(id + " is forgotten.");
        return ExitCode.OK;
    }

    private int change(
            String id, Optional<List<String>> labels, Optional<Integer> capacity, @Nullable Admission admission)
            throws InterruptedException {
        var answer = slipway.api()
                .call(HostCalls.CHANGE, id)
                .send(new HostCalls.HostChange(labels, capacity, Optional.ofNullable(admission)));
        if (!slipway.printedAsJson(answer)) {
            slipway.console().table(List.of(row(answer.value())));
        }
        return ExitCode.OK;
    }

    private static Problem notAccepted(HostImport wanted, ShownKey shown, @Nullable String accept) {
        String said = wanted.address() + " shows the key " + shown.fingerprint() + " (" + shown.type() + ")";
        return Problem.conflict(
                        "host-key-unknown",
                        accept == null ? "Nobody has accepted this host's key yet" : "The host shows another key",
                        accept == null ? said + "." : said + ", not " + SafeText.line(accept, 100) + ".")
                .withRemedy("Compare it on the host itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. If it is"
                        + " the same: " + wanted.command() + " --accept " + shown.fingerprint());
    }

    /// A line of a table of hosts.
    static List<String> row(HostStatus host) {
        return List.of(
                host.id().value(),
                host.address().map(address -> SafeText.line(address, 60)).orElse("this machine"),
                state(host),
                host.sandboxes() + (host.capacity() == 0 ? "" : "/" + host.capacity()) + " sandboxes",
                host.load().map(HostCommand::load).orElse(""),
                String.join(" ", host.labels()));
    }

    private static String state(HostStatus host) {
        String condition = host.condition().name().toLowerCase(Locale.ROOT);
        return host.admission() == Admission.OPEN
                ? condition
                : condition + ", " + host.admission().name().toLowerCase(Locale.ROOT);
    }

    private static String load(HostLoad load) {
        String average = load.load()
                .map(value -> String.format(Locale.ROOT, "load %.1f", value))
                .orElse("load ?");
        return average + " of " + load.processors() + ", " + gigabytes(load.memoryFree()) + " of "
                + gigabytes(load.memory()) + " GB memory and " + gigabytes(load.diskFree()) + " GB disk free";
    }

    private static long gigabytes(long bytes) {
        return Math.round(bytes / 1e9);
    }

    private void show(HostStatus host) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("host", host.id().value()));
        host.address().ifPresent(address -> rows.add(List.of("address", SafeText.line(address, 100))));
        host.via().ifPresent(via -> rows.add(List.of("via", SafeText.line(via, 100))));
        host.keyFile().ifPresent(file -> rows.add(List.of("key", SafeText.line(file, 200))));
        rows.add(List.of("state", state(host)));
        host.system().ifPresent(system -> rows.add(List.of("system", SafeText.line(system, 100))));
        host.isolation().ifPresent(isolation -> rows.add(List.of("isolation", SafeText.line(isolation, 200))));
        rows.add(List.of("root", SafeText.line(host.root(), 200)));
        rows.add(List.of("sandboxes", host.sandboxes() + (host.capacity() == 0 ? "" : " of " + host.capacity())));
        host.load().ifPresent(load -> rows.add(List.of("load", load(load))));
        host.latency().ifPresent(latency -> rows.add(List.of("latency", Wording.duration(latency))));
        host.link()
                .filter(link -> link.failures() > 0)
                .ifPresent(link -> rows.add(List.of(
                        "link",
                        link.failures() + " failed attempts to connect"
                                + link.nextTry()
                                        .map(next -> "; the next one not before "
                                                + LocalTime.ofInstant(next, ZoneId.systemDefault())
                                                        .truncatedTo(ChronoUnit.SECONDS))
                                        .orElse(""))));
        if (!host.labels().isEmpty()) {
            rows.add(List.of("labels", String.join(" ", host.labels())));
        }
        if (!host.missing().isEmpty()) {
            rows.add(List.of(
                    "lacks",
                    String.join(", ", host.missing()) + " (slipway host prepare "
                            + host.id().value() + ")"));
        }
        slipway.console().table(rows);
        host.problem()
                .filter(_ -> host.condition() != HostCondition.READY)
                .ifPresent(problem -> slipway.console()
                        .aside(SafeText.line(
                                problem.title() + ": " + problem.detail() + " "
                                        + problem.remedy().orElse(""),
                                1_000)));
    }
}
