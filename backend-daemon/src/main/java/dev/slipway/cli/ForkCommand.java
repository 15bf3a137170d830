package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.ForkRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "fork", description = "Begin another session with the files that a session has now, committed or not.")
final class ForkCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Option(names = "--title", paramLabel = "TITLE", description = "The new session's title.")
    @Nullable String title;

    @Parameters(index = "0", paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PROMPT",
            description = "What to do there; - reads it from standard input. Without one it waits.")
    List<String> prompt = List.of();

    ForkCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<String> words =
                prompt.isEmpty() ? Optional.empty() : Optional.of(new PromptText(slipway.surroundings()).read(prompt));
        SessionId id = new SessionChoice(slipway.api()).find(session);
        var answer = slipway.api()
                .call(SessionCalls.FORK, id.value())
                .send(new ForkRequest(Optional.ofNullable(title), words));
        if (!slipway.printedAsJson(answer)) {
            String fork = answer.value().id().value();
            slipway.console().line(fork);
            slipway.console().aside("Follow it: slipway show " + fork + " --follow");
        }
        return ExitCode.OK;
    }
}
