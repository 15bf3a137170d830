package dev.slipway.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The git program, run in a directory.
public record RealGit(Path directory) {
    /// A new repository with the branch `main` and no commit.
    public static RealGit init(Path directory, String... options) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RealGit git = new RealGit(directory);
        List<String> arguments = new ArrayList<>(List.of("init", "-q", "-b", "main"));
        arguments.addAll(List.of(options));
        git.run(arguments.toArray(String[]::new));
        return git;
    }

    /// Writes a file, commits everything, and gives the commit's id.
    public String commit(String file, String content) {
        write(file, content);
        run("add", "-A");
        run("commit", "-q", "-m", "Change " + file);
        return run("rev-parse", "HEAD");
    }

    public void write(String file, String content) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What git says, without the last line's end.
    public String run(String... arguments) {
        Outcome outcome = attempt(arguments);
        if (outcome.status() != 0) {
            throw new AssertionError("git " + String.join(" ", arguments) + ": " + outcome.said());
        }
        return outcome.said();
    }

    public Outcome attempt(String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of("git"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            builder.environment().put("GIT_AUTHOR_NAME", "Test");
            builder.environment().put("GIT_AUTHOR_EMAIL", "test@example.org");
            builder.environment().put("GIT_COMMITTER_NAME", "Test");
            builder.environment().put("GIT_COMMITTER_EMAIL", "test@example.org");
            builder.environment().put("GIT_TERMINAL_PROMPT", "0");
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
            return new Outcome(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public record Outcome(int status, String said) {}
}
