package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.SyncAnswer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "sync", description = "Bring the newest commits of the base branch into a session's work tree.")
final class SyncCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    SyncCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        var answer = slipway.api().call(SessionCalls.SYNC, id.value()).send();
        if (!slipway.printedAsJson(answer)) {
            slipway.console().line(words(answer.value()));
        }
        return ExitCode.OK;
    }

    private static String words(SyncAnswer answer) {
        String base = answer.base().value();
        String at = answer.commit()
                .map(commit -> base + " at " + commit.abbreviated() + " is there")
                .orElse(base + " has no commits");
        return answer.behind() == 0
                ? at + "."
                : at + " as origin/" + base + "; the session's own work lacks " + answer.behind() + " of its commits.";
    }
}
