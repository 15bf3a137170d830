package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "stop", description = "Stop the turn that runs, and say what had already left the sandbox.")
final class StopCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    StopCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        var answer = slipway.api().call(SessionCalls.STOP, id.value()).send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        SessionCalls.Stopped stopped = answer.value();
        Console console = slipway.console();
        if (!stopped.stopped()) {
            console.line("Nothing was running.");
            return ExitCode.OK;
        }
        console.line("Stopped." + (stopped.left().isEmpty() ? " Nothing had left the sandbox." : ""));
        stopped.left()
                .forEach(left ->
                        console.line(console.yellow("Had already left the sandbox: ") + SafeText.line(left, 300)));
        SessionSummary now =
                slipway.api().call(SessionCalls.GET, id.value()).value().summary();
        if (now.queued() > 0) {
            console.aside(Outcome.waiting(now));
        }
        return ExitCode.OK;
    }
}
