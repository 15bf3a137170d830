package dev.slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stop the daemon; sessions go on where they were at the next start.")
final class DownCommand implements Callable<Integer> {
    private final Slipway slipway;

    DownCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean ended = new DaemonProcess(slipway.surroundings(), slipway.home()).end();
        slipway.console()
                .aside(
                        ended
                                ? "The daemon has stopped."
                                : "No daemon was started here by `slipway up` (SLIPWAY_HOME is "
                                        + slipway.home().directory() + ").");
        return ExitCode.OK;
    }
}
