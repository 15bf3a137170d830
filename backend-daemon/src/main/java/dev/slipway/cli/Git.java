package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `git` of this computer, without its owner's settings.
final class Git {
    private final Map<String, String> environment;

    Git(Map<String, String> environment) {
        this.environment = environment;
    }

    /// @param own variables for this call; what is secret belongs here, as anyone can read a command line
    /// @return what it printed
    /// @throws dev.slipway.model.problem.ProblemException with its output, when it fails
    String run(Path directory, Map<String, String> own, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment()
                    .putAll(Map.of(
                            "GIT_CONFIG_GLOBAL", "/dev/null",
                            "GIT_CONFIG_SYSTEM", "/dev/null",
                            "GIT_TERMINAL_PROMPT", "0",
                            "LC_ALL", "C.UTF-8"));
            builder.environment().putAll(own);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw Problem.unavailable("git-failed", "git " + arguments[0] + " failed", output.strip())
                        .toException();
            }
            return output;
        } catch (IOException e) {
            throw Problem.unavailable("no-git", "git could not be run", String.valueOf(e.getMessage()))
                    .withRemedy("Install git; `slipway doctor` says how.")
                    .toException(e);
        }
    }
}
