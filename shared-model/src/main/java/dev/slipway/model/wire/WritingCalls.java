package dev.slipway.model.wire;

import static dev.slipway.model.wire.Endpoint.Parameter.Type.NUMBER;
import static dev.slipway.model.wire.Endpoint.Parameter.Type.TEXT;

import dev.slipway.model.code.CommitId;
import java.util.List;
import java.util.Optional;

/// What a person who writes a prompt may refer to: files, by `@`, and commands, by `/`.
public final class WritingCalls {
    private WritingCalls() {}

    /// @param path    relative to the root of the repository
    /// @param matched where in the path the letters of the query were found, in UTF-16 units, ascending
    public record FileMatch(String path, List<Integer> matched) {
        public FileMatch {
            matched = List.copyOf(matched);
        }
    }

    /// @param files  the best first
    /// @param total  how many files match in all
    /// @param commit whose files these are; empty in a repository without commits
    public record FileMatches(List<FileMatch> files, int total, Optional<CommitId> commit) {
        public FileMatches {
            files = List.copyOf(files);
        }
    }

    /// A prompt that a repository keeps as a Markdown file. A prompt that begins with `/name` carries its text.
    /// @param name      without the slash; a directory stands before a colon, as in `web:page`
    /// @param arguments what it takes after its name, in the words of its author
    /// @param file      where it stands, relative to the root of the repository
    public record Command(String name, String description, Optional<String> arguments, String file) {}

    /// @param commands by name
    public record CommandList(List<Command> commands) {
        public CommandList {
            commands = List.copyOf(commands);
        }
    }

    public static final Endpoint<Endpoint.Nothing, FileMatches> SESSION_FILES = finding(Endpoint.get(
            "findSessionFiles",
            "/sessions/{id}/files",
            FileMatches.class,
            "Finds files of the session's branch by a few letters; while its sandbox is ready, new files too."));
    public static final Endpoint<Endpoint.Nothing, FileMatches> REPOSITORY_FILES = finding(Endpoint.get(
                    "findRepositoryFiles",
                    "/repositories/{repository}/files",
                    FileMatches.class,
                    "Finds files of a branch by a few letters.")
            .with("branch", TEXT, "The branch, by default the repository's default branch."));
    public static final Endpoint<Endpoint.Nothing, CommandList> SESSION_COMMANDS = Endpoint.get(
            "listSessionCommands",
            "/sessions/{id}/commands",
            CommandList.class,
            "Lists the commands that the session's branch defines.");
    public static final Endpoint<Endpoint.Nothing, CommandList> REPOSITORY_COMMANDS = Endpoint.get(
                    "listRepositoryCommands",
                    "/repositories/{repository}/commands",
                    CommandList.class,
                    "Lists the commands that a branch defines.")
            .with("branch", TEXT, "The branch, by default the repository's default branch.");

    private static Endpoint<Endpoint.Nothing, FileMatches> finding(Endpoint<Endpoint.Nothing, FileMatches> endpoint) {
        return endpoint.with(
                        "query",
                        TEXT,
                        "Letters that the path has in this order, 100 at most; by default none, which finds all.")
                .with("limit", NUMBER, "Files at most, 1 to 200, by default 20.");
    }

    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> WARM = Endpoint.post(
                    "warmRepository",
                    "/repositories/{repository}/warm",
                    Endpoint.Nothing.class,
                    Endpoint.Nothing.class,
                    "Somebody writes the first prompt of a session: makes ready in the background what it will start from.")
            .with("branch", TEXT, "The branch to start from; the default branch unless given.")
            .with(
                    "draft",
                    TEXT,
                    "Chosen by the client for this prompt, and named again when it creates the session: a sandbox is"
                            + " claimed for it, and given back when this call is not repeated for a minute.");
}
