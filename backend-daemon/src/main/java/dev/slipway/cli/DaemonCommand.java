package dev.slipway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "daemon", description = "Run the daemon in the foreground, for a service manager or a container.")
final class DaemonCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "For the daemon.")
    List<String> arguments = List.of();

    DaemonCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new DaemonProcess(slipway.surroundings(), slipway.home()).runHere(arguments);
    }
}
