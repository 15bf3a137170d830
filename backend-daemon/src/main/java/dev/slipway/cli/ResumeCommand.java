package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.wire.SessionCalls;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = "Start what waits in the queue, which a stop, a failure or an interruption holds.")
final class ResumeCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    ResumeCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        var answer = slipway.api().call(SessionCalls.RESUME, id.value()).send();
        if (!slipway.printedAsJson(answer)) {
            slipway.console()
                    .line(
                            answer.value().resumed()
                                    ? "Resumed."
                                    : "Nothing to resume: a turn runs already, or no prompt waits.");
        }
        return ExitCode.OK;
    }
}
