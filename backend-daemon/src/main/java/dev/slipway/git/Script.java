package dev.slipway.git;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A shell script that ships with this package and runs beside a work tree. Its git reads no configuration but the
/// repository's own, runs no hook, signs nothing and asks nothing.
enum Script {
    BRING,
    COMMIT,
    PUBLISH,
    DIFF;

    private static final int MAX_ERRORS = 16 * 1024;
    private static final Map<String, String> ENVIRONMENT = environment(Map.of(
            "core.hooksPath", "/dev/null",
            "core.fsmonitor", "false",
            "core.quotePath", "true",
            "core.bigFileThreshold", "4m",
            "gc.auto", "0",
            "maintenance.auto", "false",
            "safe.directory", "*",
            "submodule.recurse", "false",
            "checkout.workers", "0",
            "advice.addEmbeddedRepo", "false"));

    private final String text = read();

    /// What is said to the script while it runs.
    interface Conversation<T> {
        T hold(GitExec.Running running) throws IOException;
    }

    /// Runs the script to its end. It is ended, with all that it started, when the talk fails, when the thread is
    /// interrupted, or when the time is up.
    /// @param deadline of all of it
    /// @throws ProblemException when it failed; the reason that git gave is in the detail
    <T> T run(
            GitExec place,
            List<String> arguments,
            Map<String, String> environment,
            Duration deadline,
            Conversation<T> conversation) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", text, "slipway-" + name().toLowerCase(java.util.Locale.ROOT)));
        command.addAll(arguments);
        Map<String, String> variables = new HashMap<>(ENVIRONMENT);
        variables.putAll(environment);
        try (GitExec.Running running = place.start(command, variables)) {
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            Thread drain = Thread.ofVirtual().start(() -> drain(running.stderr(), errors));
            FutureTask<T> talk = new FutureTask<>(() -> {
                T result = conversation.hold(running);
                int exit = running.waitFor();
                drain.join();
                if (exit != 0) {
                    throw failed(errors, "git ended with status " + exit);
                }
                return result;
            });
            Thread.ofVirtual().start(talk);
            try {
                return talk.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw failed(errors, "git was not done after " + deadline.toSeconds() + " s");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.conflict("stopped", "Git's work in the sandbox was stopped", "It was stopped halfway.")
                        .toException(e);
            } catch (ExecutionException e) {
                throw told(Objects.requireNonNullElse(e.getCause(), e), running, drain, errors);
            }
        } catch (IOException e) {
            throw failed(new ByteArrayOutputStream(), Objects.toString(e.getMessage()));
        }
    }

    private RuntimeException told(
            Throwable cause, GitExec.Running running, Thread drain, ByteArrayOutputStream errors) {
        if (cause instanceof RuntimeException e) {
            return e;
        }
        if (GitProblems.isDiskFull(cause)) {
            return GitProblems.diskFull(cause);
        }
        running.close();
        try {
            drain.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failed(errors, Objects.toString(cause.getMessage()));
    }

    private static ProblemException failed(ByteArrayOutputStream errors, String otherwise) {
        String said = Lines.plain(errors.toString(StandardCharsets.UTF_8)).strip();
        if (said.contains("No space left on device") || said.contains("Disk quota exceeded")) {
            return Problem.unavailable(
                            "sandbox-disk-full", "The sandbox's disk is full", "Git could not write in the work tree.")
                    .withRemedy("Ask the agent to remove files that it does not need.")
                    .toException();
        }
        if (said.contains("Resource temporarily unavailable") || said.contains("annot fork")) {
            return Problem.unavailable(
                            "sandbox-processes-full",
                            "The sandbox has no process left",
                            "Git could not start: the sandbox runs as many processes as it may.")
                    .withRemedy("Stop what runs in the sandbox's background, then try again.")
                    .toException();
        }
        String detail = said.isEmpty() ? otherwise : said.substring(Math.max(0, said.length() - 1_000));
        return Problem.unavailable(
                        "workspace-git-failed",
                        "Git failed in the sandbox",
                        detail.endsWith(".") ? detail : detail + ".")
                .withRemedy("The work tree may be damaged or its disk full; ask the agent to look with `git status`.")
                .toException();
    }

    private static void drain(InputStream in, ByteArrayOutputStream errors) {
        byte[] buffer = new byte[4_096];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (errors) {
                    errors.write(buffer, 0, Math.min(n, Math.max(0, MAX_ERRORS - errors.size())));
                }
            }
        } catch (IOException e) {
            synchronized (errors) {
                errors.writeBytes(new byte[0]);
            }
        }
    }

    private static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_LFS_SKIP_SMUDGE", "1",
                "GIT_PAGER", "cat",
                "LC_ALL", "C"));
        variables.put("GIT_CONFIG_COUNT", Integer.toString(settings.size()));
        int at = 0;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            variables.put("GIT_CONFIG_KEY_" + at, setting.getKey());
            variables.put("GIT_CONFIG_VALUE_" + at, setting.getValue());
            at++;
        }
        return Map.copyOf(variables);
    }

    private String read() {
        String file = name().toLowerCase(java.util.Locale.ROOT) + ".sh";
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
