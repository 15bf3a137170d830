package dev.slipway.cli;

import dev.slipway.model.wire.ServerCalls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "up", description = "Start the daemon in the background, unless it runs, and say what is there.")
final class UpCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "For the daemon.")
    List<String> arguments = List.of();

    UpCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        DaemonProcess daemon = new DaemonProcess(slipway.surroundings(), slipway.home());
        if (daemon.listening().isEmpty()) {
            daemon.start(Map.of(), arguments);
        }
        var answer = slipway.api().call(ServerCalls.HEALTH).send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        ServerCalls.ModelList models = slipway.api().call(ServerCalls.MODELS).value();
        Console console = slipway.console();
        console.line(console.green("Slipway is up") + " at " + slipway.address().url());
        console.line("Home   " + slipway.home().directory());
        console.line("Model  "
                + models.chosen()
                        .map(model -> Transcript.modelWords(model.value()))
                        .orElse("none"));
        Optional<String> advice = ModelAdvice.of(models);
        HealthView.print(
                console,
                answer.value().checks().stream()
                        .filter(check -> advice.isEmpty() || !check.name().equals("models"))
                        .toList());
        advice.ifPresent(text -> console.line(console.yellow(text)));
        console.line("Next   slipway run --repo PATH_OR_URL \"what to do\"     Stop it: slipway down");
        return ExitCode.OK;
    }
}
