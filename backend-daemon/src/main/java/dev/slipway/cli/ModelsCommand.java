package dev.slipway.cli;

import dev.slipway.model.wire.ServerCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "models", description = "List the models that sessions can use.")
final class ModelsCommand implements Callable<Integer> {
    private final Slipway slipway;

    ModelsCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        var answer = slipway.api().call(ServerCalls.MODELS).send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        Console console = slipway.console();
        ServerCalls.ModelList list = answer.value();
        List<List<String>> rows = new ArrayList<>();
        for (ServerCalls.Model model : list.models()) {
            boolean chosen = list.chosen().filter(model.name()::equals).isPresent();
            rows.add(List.of(
                    chosen ? console.green("→") : " ",
                    model.name().value(),
                    model.rehearsal()
                            ? console.yellow("plays a script")
                            : model.usable() ? "ready" : console.yellow("not usable"),
                    SafeText.line(model.note().orElse(""), 120)));
        }
        console.table(rows);
        ModelAdvice.of(list).ifPresent(advice -> console.aside(console.yellow(advice)));
        return ExitCode.OK;
    }
}
