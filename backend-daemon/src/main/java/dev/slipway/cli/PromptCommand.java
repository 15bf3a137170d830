package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.wire.SessionCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "prompt", description = "Send a session another prompt. While the agent works, it waits for its turn.")
final class PromptCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Parameters(index = "0", paramLabel = "SESSION", description = "Its id, the beginning or end of it, or `last`.")
    String session = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PROMPT",
            description = "What to do; - reads it from standard input.")
    List<String> prompt = List.of();

    @Option(
            names = {"-i", "--insert"},
            description = "Goes in at the next step of the turn that runs, rather than after it.")
    boolean insert;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "The model for the turn that this prompt starts.")
    @Nullable String model;

    @Option(
            names = {"-a", "--attach"},
            paramLabel = "FILE",
            description = "A file that goes with the prompt; may be repeated.")
    List<Path> files = List.of();

    @Option(
            names = {"-f", "--follow"},
            description = "Follow the session until the turn that this prompt starts or joins has ended.")
    boolean follow;

    PromptCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        PromptText text = new PromptText(slipway.surroundings());
        String words = text.read(prompt);
        List<SessionCalls.NewAttachment> attachments = text.attachments(files);
        SessionId id = new SessionChoice(slipway.api()).find(session);
        PromptId chosen = new PromptId("c-" + UUID.randomUUID());
        long last = slipway.api()
                .call(SessionCalls.GET, id.value())
                .value()
                .summary()
                .lastSeq();
        var answer = slipway.api()
                .call(SessionCalls.PROMPT, id.value())
                .send(new SessionCalls.NewPrompt(
                        Optional.of(chosen),
                        words,
                        Optional.of(insert ? PromptMode.INSERT : PromptMode.QUEUE),
                        attachments,
                        Optional.ofNullable(model).map(ModelName::new)));
        boolean printed = slipway.printedAsJson(answer);
        Prompt accepted = answer.value();
        if (follow) {
            int code = new Following(slipway, id, new Following.Until.TurnOf(Optional.of(accepted.id()))).run(last + 1);
            new Outcome(slipway).print(id);
            return code;
        }
        if (!printed) {
            slipway.console().line("Accepted. Follow it: slipway show " + id.value() + " --follow");
        }
        return ExitCode.OK;
    }
}
