package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.wire.SessionCalls;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show what happened in a session; with --follow, as it happens.")
final class ShowCommand implements Callable<Integer> {
    private static final int PAGE = 2000;

    private final Slipway slipway;

    @Parameters(paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as more happens, until Ctrl-C.")
    boolean follow;

    @Option(names = "--until-rest", description = "Go on as more happens, until no turn runs and no prompt waits.")
    boolean untilRest;

    @Option(
            names = "--from",
            defaultValue = "1",
            paramLabel = "N",
            description = "Begin with event N; -N begins N events before the end.")
    long from;

    ShowCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        if (follow || untilRest) {
            Following.Until until = untilRest ? new Following.Until.AtRest() : new Following.Until.Forever();
            return new Following(slipway, id, until).run(firstRow(id));
        }
        if (slipway.json) {
            printJson(id);
        } else {
            printAll(id);
            new Outcome(slipway).print(id);
        }
        return ExitCode.OK;
    }

    private long firstRow(SessionId id) throws InterruptedException {
        if (from >= 0) {
            return Math.max(1, from);
        }
        long last = page(id, -1).last();
        return Math.max(1, last + from + 1);
    }

    private void printAll(SessionId id) throws InterruptedException {
        Transcript transcript = new Transcript(slipway.console());
        SessionCalls.EventPage page = page(id, from);
        while (!page.events().isEmpty()) {
            page.events().forEach(transcript::show);
            Envelope last = page.events().getLast();
            if (last.seq() >= page.last()) {
                page.live().forEach(transcript::show);
                break;
            }
            page = page(id, last.seq() + 1);
        }
    }

    /// The server's pages, whole, one a line.
    private void printJson(SessionId id) throws InterruptedException {
        long next = from;
        while (true) {
            var answer = slipway.api()
                    .call(SessionCalls.EVENTS, id.value())
                    .with("from", next)
                    .with("limit", PAGE)
                    .send();
            SessionCalls.EventPage page = answer.value();
            slipway.printedAsJson(answer);
            if (page.events().isEmpty() || page.events().getLast().seq() >= page.last()) {
                return;
            }
            next = page.events().getLast().seq() + 1;
        }
    }

    private SessionCalls.EventPage page(SessionId id, long first) throws InterruptedException {
        return slipway.api()
                .call(SessionCalls.EVENTS, id.value())
                .with("from", first == 0 ? 1 : first)
                .with("limit", PAGE)
                .value();
    }
}
