package dev.slipway.image;

import dev.slipway.image.Step.Command;
import dev.slipway.image.Step.Phase;
import dev.slipway.model.problem.Problem;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.Exit;
import dev.slipway.sandbox.NetworkPolicy;
import dev.slipway.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a repository's commands in the sandbox of its build, with what they say in its log.
///
/// Secrets go in through the standard input of a shell that makes them variables: so they are in no file of the
/// sandbox, and in no command line that others on the host could see.
final class BuildCommands {
    private static final Logger LOG = LoggerFactory.getLogger(BuildCommands.class);
    /// For output that was written before a command ended.
    private static final Duration LATE_WORDS = Duration.ofSeconds(2);

    /// Builds give way to sessions.
    private static final List<String> SHELL =
            List.of("nice", "-n", "10", "/bin/sh", "-c", "eval \"$(cat)\"; exec \"$@\" < /dev/null", "sh");

    private final Sandbox sandbox;
    private final Variables variables;
    private final Map<String, String> environment;
    private final Map<String, String> secrets;
    private final BuildLog log;
    private final Masking masking;
    private final long deadline;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Boolean> tools = new HashMap<>();
    private long nanos;

    /// @param limit of all commands together
    BuildCommands(
            Sandbox sandbox,
            Variables variables,
            Map<String, String> environment,
            Map<String, String> secrets,
            BuildLog log,
            Duration limit) {
        this.sandbox = sandbox;
        this.variables = variables;
        this.environment = new HashMap<>(Map.of("CI", "true", "GIT_TERMINAL_PROMPT", "0"));
        this.environment.putAll(environment);
        this.secrets = secrets;
        this.log = log;
        this.masking = new Masking(secrets.values());
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /// Runs the steps. Failing tests are noted; whatever else fails ends the build.
    /// @param network that the sandbox has, for the words of a failure
    void run(List<Step> steps, NetworkPolicy network) throws InterruptedException {
        for (Step said : steps) {
            Step step = variables.expand(said);
            Optional<String> tool = step.tool();
            if (tool.isPresent() && !has(tool.get())) {
                note("There is no " + tool.get() + " on this host, so the "
                        + step.phase().words() + " was left out: " + lines(step));
                continue;
            }
            long start = System.nanoTime();
            Optional<String> failure = run(step);
            nanos += System.nanoTime() - start;
            if (failure.isPresent() && step.phase() != Phase.TEST) {
                throw failed(step, failure.get(), network).toException();
            }
            failure.ifPresent(why -> note("The tests failed: " + why + "."));
        }
    }

    /// What a person should know.
    List<String> notes() {
        return List.copyOf(notes);
    }

    /// How long the commands themselves took.
    Duration took() {
        return Duration.ofNanos(nanos);
    }

    /// Looks through all files for the secrets.
    /// @throws dev.slipway.model.problem.ProblemException `secret-in-image`
    void refuseLeaks() throws InterruptedException {
        if (secrets.isEmpty()) {
            return;
        }
        String search = "exec grep -rlsF -f - -- \"$1\" \"$HOME\" /tmp";
        String lines = String.join("\n", new Masking(secrets.values()).texts()) + "\n";
        ExecResult found = sandbox.run(
                ExecSpec.of("/bin/sh", "-c", search, "sh", sandbox.workspace()).within(left()),
                lines.getBytes(StandardCharsets.UTF_8),
                4_096);
        if (found.exit().cause() == Exit.Cause.TIMED_OUT) {
            throw Problem.conflict(
                            "image-build-failed",
                            "The image could not be searched for secrets",
                            "The build's time was up before all its files were looked through.")
                    .withRemedy("Give builds more time (images.time_limit), or have this one leave fewer files.")
                    .toException();
        }
        if (!found.output().isBlank()) {
            throw Problem.conflict(
                            "secret-in-image",
                            "The build left a secret in the image",
                            "It is in "
                                    + String.join(", ", found.output().strip().split("\n")) + ".")
                    .withRemedy("Have the build remove it, or pass it on by the environment instead of a file.")
                    .toException();
        }
    }

    private void note(String note) {
        notes.add(note);
        log.say(note);
    }

    private boolean has(String tool) throws InterruptedException {
        Boolean known = tools.get(tool);
        if (known == null) {
            known = sandbox.run(ExecSpec.of("/bin/sh", "-c", "command -v \"$1\"", "sh", tool)
                            .with(environment))
                    .ok();
            tools.put(tool, known);
        }
        return known;
    }

    /// Runs the commands of a step at the same time.
    /// @return what failed
    private Optional<String> run(Step step) throws InterruptedException {
        List<FutureTask<Optional<String>>> running = new ArrayList<>();
        for (Command command : step.commands()) {
            log.say("$ " + masking.mask(command.line()));
            FutureTask<Optional<String>> task = new FutureTask<>(() -> run(command));
            Thread.ofVirtual().name("build command").start(task);
            running.add(task);
        }
        try {
            List<String> failures = new ArrayList<>();
            for (FutureTask<Optional<String>> task : running) {
                task.get().ifPresent(failures::add);
            }
            return failures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failures));
        } catch (InterruptedException e) {
            running.forEach(task -> task.cancel(true));
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private Optional<String> run(Command command) throws InterruptedException {
        List<String> words = new ArrayList<>(SHELL);
        words.addAll(command.words());
        Execution execution = sandbox.start(new ExecSpec(words, ".", environment, Optional.of(left())));
        try {
            Thread output = Thread.ofVirtual().name("build output").start(() -> read(execution.stdout(), command));
            Thread errors = Thread.ofVirtual().name("build errors").start(() -> read(execution.stderr(), command));
            try (OutputStream in = execution.stdin()) {
                in.write(exports().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                LOG.debug("A build's command ended before it read its variables", e);
            }
            Exit exit = execution.waitFor();
            // What it left in the background may hold on to its output; that is not waited for.
            var _ = output.join(LATE_WORDS);
            var _ = errors.join(LATE_WORDS);
            return exit.ok() ? Optional.empty() : Optional.of(said(command, exit));
        } catch (InterruptedException e) {
            execution.kill();
            throw e;
        }
    }

    private String said(Command command, Exit exit) {
        String line = "`" + masking.mask(command.line()) + "`";
        return exit.cause() == Exit.Cause.TIMED_OUT
                ? line + " was ended, as the build's time was up"
                : line + " ended with " + exit.code();
    }

    private void read(InputStream in, Command command) {
        String prefix = command.name().isEmpty() ? "" : command.name() + ": ";
        try {
            new LogLines(masking, line -> log.say(prefix + line)).read(in);
        } catch (IOException e) {
            LOG.debug("The output of a build's command ended early", e);
        }
    }

    private String exports() {
        StringBuilder exports = new StringBuilder();
        secrets.forEach((name, value) -> exports.append("export ")
                .append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        return exports.toString();
    }

    /// At least a moment, so that what is late says so by itself.
    private Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    private Problem failed(Step step, String why, NetworkPolicy network) {
        String tail = String.join("\n", log.tail());
        Problem problem = Problem.conflict(
                "image-build-failed",
                "The " + step.phase().words() + " of the image failed",
                why + ". It said last:\n" + tail);
        return problem.withRemedy(
                network instanceof NetworkPolicy.None
                        ? "Sandboxes of this server reach no network, so nothing can be downloaded: see sandbox.network in"
                                + " config.yml. Until a build succeeds, the last good image is used."
                        : "Correct it on the default branch, or say in " + SlipwayFile.PLACE
                                + " what to run. Until a build succeeds, the last good image is used.");
    }

    private static String lines(Step step) {
        return String.join("; ", step.commands().stream().map(Command::line).toList());
    }
}
