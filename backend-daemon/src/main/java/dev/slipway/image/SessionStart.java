package dev.slipway.image;

import dev.slipway.image.Step.Command;
import dev.slipway.model.problem.Problem;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// What a repository wants done in each sandbox that starts from its image: `postStartCommand`.
public final class SessionStart {
    private static final int KEPT = 4_096;
    /// What it leaves in the background must not hold on to our pipes.
    private static final String QUIETLY = """
            log=$(mktemp) || exit 1
            "$@" > "$log" 2>&1 < /dev/null && { rm -f "$log"; exit 0; }
            code=$?
            tail -c 500 "$log"
            rm -f "$log"
            exit "$code\"""";

    private SessionStart() {}

    /// Runs it to its end. A program that it starts in the background goes on.
    /// @return what went wrong, if anything did
    public static Optional<Problem> run(Sandbox sandbox, BuiltImage image) throws InterruptedException {
        for (Step step : image.postStart()) {
            List<FutureTask<Optional<Problem>>> running = new ArrayList<>();
            for (Command command : step.commands()) {
                FutureTask<Optional<Problem>> task = new FutureTask<>(() -> run(sandbox, command));
                Thread.ofVirtual().name("post start").start(task);
                running.add(task);
            }
            for (FutureTask<Optional<Problem>> task : running) {
                try {
                    Optional<Problem> problem = task.get();
                    if (problem.isPresent()) {
                        return problem;
                    }
                } catch (ExecutionException e) {
                    return Optional.of(Problem.from(e.getCause() == null ? e : e.getCause()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> run(Sandbox sandbox, Command command) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", QUIETLY, "sh"));
        words.addAll(command.words());
        ExecResult result = sandbox.run(new ExecSpec(words, ".", Map.of(), Optional.empty()), new byte[0], KEPT);
        if (result.ok()) {
            return Optional.empty();
        }
        String said = result.output().strip();
        return Optional.of(Problem.conflict(
                        "post-start-failed",
                        "A command that the repository wants run at the start of each session failed",
                        "`" + command.line() + "` ended with " + result.exit().code()
                                + (said.isEmpty() ? "." : ": " + said))
                .withRemedy("The session goes on without it. Correct postStartCommand in devcontainer.json."));
    }
}
