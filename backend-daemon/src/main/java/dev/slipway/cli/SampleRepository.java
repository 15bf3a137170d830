package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The repository of the demo, made with git as a person's own would be: a small program with its checks, which run
/// anywhere where there is a shell.
final class SampleRepository {
    static final String NAME = "harbour-fees";
    static final String PROMPT =
            "Boats that stay seven nights or longer should pay 10 % less. Add checks for it, and open a"
                    + " pull request.";

    private static final List<String> FILES = List.of("README.md", "AGENTS.md", "fee.sh", "test.sh");
    private static final Map<String, String> AUTHOR = Map.of(
            "GIT_AUTHOR_NAME", "Harbour Office",
            "GIT_AUTHOR_EMAIL", "office@harbour.example",
            "GIT_COMMITTER_NAME", "Harbour Office",
            "GIT_COMMITTER_EMAIL", "office@harbour.example");

    private SampleRepository() {}

    /// @param directory must not exist
    static void create(Path directory, Git git) throws InterruptedException {
        try {
            Files.createDirectories(directory);
            for (String name : FILES) {
                try (InputStream in = SampleRepository.class.getResourceAsStream("sample/" + name)) {
                    if (in == null) {
                        throw new IOException("sample/" + name + " is missing from this build");
                    }
                    Files.copy(in, directory.resolve(name));
                }
            }
        } catch (IOException e) {
            throw Problem.unavailable("no-sample", "The sample repository could not be written", e.toString())
                    .toException(e);
        }
        git.run(directory, Map.of(), "init", "--quiet", "--initial-branch=main");
        git.run(directory, Map.of(), "add", ".");
        git.run(directory, AUTHOR, "commit", "--quiet", "--no-gpg-sign", "--message", "Say what a berth costs");
    }
}
