package dev.slipway.cli;

import dev.slipway.model.statistics.Statistics;
import dev.slipway.model.wire.ServerCalls;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "stats", description = "Show usage and merges over a period.")
final class StatisticsCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Start: a date, or a time in ISO 8601; by default 30 days before the end.")
    @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "End, likewise; by default now.")
    @Nullable String to;

    StatisticsCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        var call = slipway.api().call(ServerCalls.STATISTICS);
        if (from != null) {
            call.with("from", instant(from));
        }
        if (to != null) {
            call.with("to", instant(to));
        }
        var answer = call.send();
        if (!slipway.printedAsJson(answer)) {
            print(answer.value());
        }
        return ExitCode.OK;
    }

    private void print(Statistics figures) {
        Console console = slipway.console();
        console.line(console.bold(sentence(figures)));
        DateTimeFormatter day = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneId.systemDefault());
        console.table(List.of(
                List.of("Period", day.format(figures.from()) + " to " + day.format(figures.to())),
                List.of(
                        "Pull requests",
                        figures.pullRequestsOpened() + " opened, " + figures.pullRequestsMerged() + " merged"),
                List.of("Prompts", figures.prompts() + " in " + Wording.count(figures.turns(), "turn", "turns")),
                List.of(
                        "Prompting now",
                        Wording.count(figures.activePrompters(), "person", "people") + " in the last 5 minutes"),
                List.of(
                        "First token",
                        figures.timeToFirstToken().map(Wording::duration).orElse("–") + " (median)"),
                List.of("Usage", Wording.tokens(figures.usage()) + ", " + Wording.cost(figures.cost()))));
    }

    static String sentence(Statistics figures) {
        return Wording.count(figures.sessions(), "session", "sessions") + ", " + figures.sessionsWithMergedPullRequest()
                + " with a merged pull request";
    }

    private static String instant(String text) {
        return text.matches("\\d{4}-\\d{2}-\\d{2}")
                ? LocalDate.parse(text)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toInstant()
                        .toString()
                : text;
    }
}
