package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.wire.SessionCalls;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "diff", description = "Show what a session changed, committed or not.")
final class DiffCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    @Option(names = "--stat", description = "Only which files, and how many lines.")
    boolean stat;

    DiffCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        var answer = slipway.api()
                .call(SessionCalls.DIFF, id.value())
                .with("patches", !stat)
                .send();
        if (!slipway.printedAsJson(answer)) {
            new DiffView(slipway).print(answer.value(), stat);
        }
        return ExitCode.OK;
    }
}
