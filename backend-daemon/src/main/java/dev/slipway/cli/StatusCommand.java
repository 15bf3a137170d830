package dev.slipway.cli;

import dev.slipway.model.wire.ServerCalls;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Say whether the daemon runs, where, and whether it lacks something.")
final class StatusCommand implements Callable<Integer> {
    private final Slipway slipway;

    StatusCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        var answer = slipway.api().call(ServerCalls.HEALTH).send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        ServerCalls.Health health = answer.value();
        slipway.console()
                .line("Slipway " + health.version() + " is " + health.status() + " at "
                        + slipway.address().url() + ", started " + Wording.ago(health.started(), Instant.now()));
        HealthView.print(slipway.console(), health.checks());
        return ExitCode.OK;
    }
}
