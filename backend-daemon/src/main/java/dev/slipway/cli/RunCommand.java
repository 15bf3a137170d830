package dev.slipway.cli;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.Repository;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// From a prompt to what came of it: the repository is added where it is not known, a session created and followed.
@Command(
        name = "run",
        description = "Give an agent a prompt for a repository, and follow it until it is done.",
        footer = {
            "%nExamples:",
            "  slipway run \"Fix the failing test\"            in the repository of this directory",
            "  slipway run --repo ~/src/shop --model openai/gpt-5 \"Add a search field\"",
            "  slipway run --repo https://example.org/shop.git --detach - < prompt.md"
        })
final class RunCommand implements Callable<Integer> {
    private final Slipway slipway;

    @Option(
            names = {"-r", "--repo"},
            paramLabel = "PATH_OR_URL",
            description =
                    "A repository's name here, a path, or a URL to import from; else the one around this directory.")
    @Nullable String repository;

    @Option(
            names = {"-b", "--branch"},
            paramLabel = "BRANCH",
            description = "The branch to start from and to aim the pull request at; else the default branch.")
    @Nullable String branch;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "Which model, as `slipway models` lists them; else the server's default.")
    @Nullable String model;

    @Option(names = "--title", paramLabel = "TITLE", description = "The session's title; else made from the prompt.")
    @Nullable String title;

    @Option(
            names = {"-a", "--attach"},
            paramLabel = "FILE",
            description = "A file that goes with the prompt, such as a screenshot; may be repeated.")
    List<Path> files = List.of();

    @Option(
            names = {"-d", "--detach"},
            description = "Only start it, and print its id.")
    boolean detach;

    @Option(
            names = {"-f", "--follow"},
            hidden = true)
    boolean follow;

    @Parameters(arity = "1..*", paramLabel = "PROMPT", description = "What to do; - reads it from standard input.")
    List<String> prompt = List.of();

    RunCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        PromptText text = new PromptText(slipway.surroundings());
        String words = text.read(prompt);
        List<SessionCalls.NewAttachment> attachments = text.attachments(files);
        Repository chosen = new RepositoryChoice(slipway).findOrAdd(Optional.ofNullable(repository));
        var answer = slipway.api()
                .call(SessionCalls.CREATE)
                .send(new SessionCalls.NewSession(
                        chosen.id(),
                        Optional.ofNullable(branch).map(BranchName::new),
                        Optional.ofNullable(model).map(ModelName::new),
                        Optional.of(words),
                        attachments,
                        Optional.ofNullable(title)));
        slipway.printedAsJson(answer);
        SessionSummary session = answer.value();
        if (detach && !follow) {
            started(session);
            return ExitCode.OK;
        }
        int exitCode = new Following(slipway, session.id(), new Following.Until.TurnOf(Optional.empty())).run(1);
        new Outcome(slipway).print(session.id());
        return exitCode;
    }

    private void started(SessionSummary session) {
        if (!slipway.json) {
            Console console = slipway.console();
            console.line(session.id().value());
            console.aside("Follow it: slipway show " + session.id().value() + " --follow     Stop it: slipway stop "
                    + session.id().value());
        }
    }
}
