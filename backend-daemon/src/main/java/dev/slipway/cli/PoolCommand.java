package dev.slipway.cli;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostPool;
import dev.slipway.model.wire.PoolCalls;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Pools of hosts.
@Command(
        name = "pool",
        description = "Pools: named sets of hosts, which repositories may ask for (slipway repo pool).",
        synopsisSubcommandLabel = "(list | show | set | remove)")
final class PoolCommand {
    private final Slipway slipway;

    PoolCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Command(name = "list", description = "List pools with their labels, hosts and repositories.")
    int list() throws InterruptedException {
        var answer = slipway.api().call(PoolCalls.LIST).send();
        if (!slipway.printedAsJson(answer)) {
            slipway.console()
                    .table(answer.value().pools().stream().map(PoolCommand::row).toList());
            if (answer.value().pools().isEmpty()) {
                slipway.console().aside("No pools. Make one: slipway pool set NAME --label LABEL");
            }
        }
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Show a pool.")
    int show(@Parameters(paramLabel = "POOL") String id) throws InterruptedException {
        var answer = slipway.api().call(PoolCalls.GET, id).send();
        if (!slipway.printedAsJson(answer)) {
            slipway.console().table(List.of(row(answer.value())));
        }
        return ExitCode.OK;
    }

    @Command(name = "set", description = "Make a pool of all hosts that have these labels, or change it.")
    int set(
            @Parameters(paramLabel = "POOL", description = "A short name, such as gpu.") String id,
            @Option(
                            names = "--label",
                            required = true,
                            paramLabel = "LABEL",
                            description = "What its hosts have; all of them, if given more than once.")
                    List<String> labels,
            @Option(
                            names = "--capacity",
                            paramLabel = "N",
                            description = "Sandboxes at most on each host of it that has no limit of its own.")
                    @Nullable Integer capacity,
            @Option(names = "--reserved", description = "Keep its hosts for the repositories that ask for it.")
                    boolean reserved)
            throws InterruptedException {
        var answer = slipway.api()
                .call(PoolCalls.SET, id)
                .send(new PoolCalls.PoolSettings(labels, Optional.ofNullable(capacity), Optional.of(reserved)));
        if (!slipway.printedAsJson(answer)) {
            slipway.console().table(List.of(row(answer.value())));
        }
        return ExitCode.OK;
    }

    @Command(name = "remove", description = "Remove a pool that no repository asks for. Its hosts stay.")
    int remove(@Parameters(paramLabel = "POOL") String id) throws InterruptedException {
        slipway.api().call(PoolCalls.REMOVE, id).send();
        slipway.console().aside("The pool " + id + " is removed.");
        return ExitCode.OK;
    }

    private static List<String> row(HostPool pool) {
        return List.of(
                pool.id().value(),
                String.join(" ", pool.labels()),
                (pool.reserved() ? "reserved" : "open")
                        + (pool.capacity() == 0 ? "" : ", " + pool.capacity() + " sandboxes a host"),
                "hosts: " + orNone(pool.hosts().stream().map(HostId::value).collect(Collectors.joining(" "))),
                "repositories: "
                        + orNone(pool.repositories().stream()
                                .map(RepositoryId::value)
                                .collect(Collectors.joining(" "))));
    }

    private static String orNone(String list) {
        return list.isEmpty() ? "none" : list;
    }
}
