package dev.slipway.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program to run in a sandbox.
/// @param command     program and arguments, found by PATH in the sandbox
/// @param directory   where it starts; relative to the workspace unless absolute
/// @param environment variables over those of the sandbox
/// @param timeout     after which all of it is ended; the sandbox's own limit holds as well
public record ExecSpec(
        List<String> command, String directory, Map<String, String> environment, Optional<Duration> timeout) {
    public ExecSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        environment.keySet().forEach(EnvironmentName::check);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
    }

    /// A program with its arguments, in the workspace.
    public static ExecSpec of(String... command) {
        return new ExecSpec(List.of(command), ".", Map.of(), Optional.empty());
    }

    /// A line for `/bin/sh`.
    public static ExecSpec shell(String line) {
        return of("/bin/sh", "-c", line);
    }

    /// A line for bash, where there is one, else for `/bin/sh`: what agents write.
    public static ExecSpec bash(String line) {
        return of(
                "/bin/sh",
                "-c",
                "if [ -x /bin/bash ]; then exec /bin/bash -c \"$1\"; else exec /bin/sh -c \"$1\"; fi",
                "sh",
                line);
    }

    public ExecSpec in(String other) {
        return new ExecSpec(command, other, environment, timeout);
    }

    public ExecSpec with(Map<String, String> variables) {
        return new ExecSpec(command, directory, variables, timeout);
    }

    public ExecSpec within(Duration limit) {
        return new ExecSpec(command, directory, environment, Optional.of(limit));
    }
}
