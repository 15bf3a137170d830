package dev.slipway.cli;

import dev.slipway.model.wire.ServerCalls;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What the daemon itself finds. The launcher's `doctor` looks at the computer before there is a daemon.
@Command(name = "doctor", description = "Say what the daemon lacks to do its work.")
final class DoctorCommand implements Callable<Integer> {
    private final Slipway slipway;

    DoctorCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        var answer = slipway.api().call(ServerCalls.HEALTH).send();
        ServerCalls.Health health = answer.value();
        boolean good = health.checks().stream().allMatch(ServerCalls.Check::ok);
        if (!slipway.printedAsJson(answer)) {
            HealthView.print(slipway.console(), health.checks());
        }
        return good ? ExitCode.OK : ExitCode.PROBLEM;
    }
}
