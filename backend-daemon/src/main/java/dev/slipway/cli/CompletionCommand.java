package dev.slipway.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        description = "Print what makes bash and zsh complete commands and options.",
        footer = {"%nTo use it:", "  source <(slipway completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Slipway slipway;

    CompletionCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() {
        slipway.console().line(AutoComplete.bash("slipway", Slipway.complete(slipway.surroundings())));
        return ExitCode.OK;
    }
}
