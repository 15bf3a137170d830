package dev.slipway.cli;

import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "sessions", description = "List sessions, newest first.")
final class SessionsCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Option(
            names = {"-r", "--repo"},
            paramLabel = "NAME",
            description = "Only those of this repository.")
    @Nullable String repository;

    @Option(
            names = {"-s", "--state"},
            paramLabel = "STATE",
            description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
    @Nullable SessionState state;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many, at most 500 (by default ${DEFAULT-VALUE}).")
    int limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Where to go on, as the list before said.")
    @Nullable String cursor;

    SessionsCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        var call = slipway.api().call(SessionCalls.LIST).with("limit", limit);
        if (repository != null) {
            call.with("repository", repository);
        }
        if (state != null) {
            call.with("state", state);
        }
        if (cursor != null) {
            call.with("cursor", cursor);
        }
        var answer = call.send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        Console console = slipway.console();
        SessionCalls.SessionPage page = answer.value();
        if (page.sessions().isEmpty()) {
            console.aside("No sessions. Start one: slipway run --repo PATH_OR_URL \"what to do\"");
            return ExitCode.OK;
        }
        List<List<String>> rows = new ArrayList<>();
        page.sessions().forEach(session -> rows.add(row(console, session)));
        console.table(rows);
        page.next().ifPresent(next -> console.aside("More: slipway sessions --cursor " + next));
        return ExitCode.OK;
    }

    private static List<String> row(Console console, SessionSummary session) {
        return List.of(
                session.id().value(),
                state(console, session),
                Wording.ago(session.updatedAt(), Instant.now()),
                session.repository().value(),
                SafeText.line(session.creator().name(), 20),
                pullRequest(session),
                Wording.cost(session.cost()),
                SafeText.line(session.title(), 60) + (session.rehearsal() ? console.yellow(" (rehearsal)") : ""));
    }

    private static String pullRequest(SessionSummary session) {
        return session.pullRequest()
                .map(ref -> "#" + ref.number() + " "
                        + session.pullRequestState()
                                .orElse(PullRequestState.OPEN)
                                .name()
                                .toLowerCase(Locale.ROOT))
                .orElse("");
    }

    static String state(Console console, SessionSummary session) {
        String waiting = session.queued() > 0 ? " +" + session.queued() : "";
        String word = session.state().name().toLowerCase(Locale.ROOT) + waiting;
        return switch (session.state()) {
            case IDLE -> word;
            case WORKING, STOPPING -> console.cyan(word);
            case FAILED -> console.red(word);
            case INTERRUPTED -> console.yellow(word);
        };
    }
}
