package dev.slipway.cli;

import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.fleet.WarmPool;
import dev.slipway.model.fleet.WarmSandbox;
import dev.slipway.model.wire.WarmCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sandboxes that are ready before anyone asks.
@Command(name = "warm", description = "Show which sandboxes are ready before anyone asks, or say how many should be.")
final class WarmCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(paramLabel = "REPO", arity = "0..1", description = "One repository; all of them unless given.")
    @Nullable String repository;

    @Option(names = "--least", paramLabel = "N", description = "How many wait even while nobody works on it.")
    @Nullable Integer least;

    @Option(names = "--most", paramLabel = "N", description = "How many wait however many ask for them.")
    @Nullable Integer most;

    @Option(names = "--off", description = "Let none wait.")
    boolean off;

    @Option(names = "--on", description = "Let some wait again.")
    boolean on;

    @Option(names = "--usual", description = "Take back what was said of this repository.")
    boolean usual;

    WarmCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (repository == null) {
            return all();
        }
        boolean changes = least != null || most != null || off || on || usual;
        var answer = changes
                ? slipway.api()
                        .call(WarmCalls.CHANGE, repository)
                        .send(new WarmCalls.RuleChange(
                                off ? Optional.of(false) : on ? Optional.of(true) : Optional.empty(),
                                Optional.ofNullable(least),
                                Optional.ofNullable(most),
                                usual ? Optional.of(true) : Optional.empty()))
                : slipway.api().call(WarmCalls.GET, repository).send();
        if (!slipway.printedAsJson(answer)) {
            show(answer.value());
        }
        return ExitCode.OK;
    }

    private int all() throws InterruptedException {
        if (least != null || most != null || off || on || usual) {
            slipway.console().aside("Say of which repository: slipway warm REPO …");
            return ExitCode.USAGE;
        }
        var answer = slipway.api().call(WarmCalls.LIST).send();
        if (!slipway.printedAsJson(answer)) {
            WarmCalls.WarmPools pools = answer.value();
            slipway.console().table(pools.pools().stream().map(WarmCommand::row).toList());
            if (!pools.on()) {
                slipway.console().aside("No sandbox waits: warm.enabled is off.");
            } else if (pools.pools().isEmpty()) {
                slipway.console().aside("No sandbox waits: nobody asked for one in the last hour.");
            }
            days(pools.days());
        }
        return ExitCode.OK;
    }

    private void show(WarmCalls.WarmPoolDetail detail) {
        WarmPool pool = detail.pool();
        List<List<String>> rows = new ArrayList<>(List.of(row(pool)));
        for (WarmSandbox sandbox : pool.sandboxes()) {
            rows.add(List.of(
                    "  " + sandbox.sandbox(),
                    sandbox.state().name().toLowerCase(Locale.ROOT),
                    "on " + sandbox.host().value(),
                    sandbox.branch().value()
                            + sandbox.commit()
                                    .map(commit -> " at " + commit.abbreviated())
                                    .orElse("")));
        }
        slipway.console().table(rows);
        pool.trouble()
                .ifPresent(problem -> slipway.console()
                        .aside("The last one could not be made: " + SafeText.line(problem.title(), 200) + " ("
                                + SafeText.line(problem.detail(), 500) + ")"));
        days(detail.days());
    }

    private static List<String> row(WarmPool pool) {
        long waiting = pool.sandboxes().stream()
                .filter(one -> one.state() == WarmSandbox.State.WAITING)
                .count();
        return List.of(
                pool.repository().value(),
                waiting + " of " + pool.target() + (pool.target() == 1 ? " waits" : " wait"),
                pool.rule().on() ? pool.rule().least() + " to " + pool.rule().most() : "off",
                String.format(Locale.ROOT, "%.1f claims an hour", pool.claimsPerHour()));
    }

    private void days(List<WarmDay> days) {
        slipway.console()
                .table(days.stream()
                        .map(day -> List.of(
                                day.day().toString(),
                                day.repository().value(),
                                day.hits() + " of " + (day.hits() + day.misses()) + " claims found one",
                                day.draftsUsed() + " of " + day.drafts() + " drafts used",
                                String.format(
                                        Locale.ROOT,
                                        "%.0f minutes used, %.0f wasted",
                                        day.usedMinutes(),
                                        day.wastedMinutes())))
                        .toList());
    }
}
