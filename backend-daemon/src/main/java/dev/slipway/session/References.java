package dev.slipway.session;

import dev.slipway.agent.CommandText;
import dev.slipway.forge.Repositories;
import dev.slipway.git.FileIndex;
import dev.slipway.git.Mirror;
import dev.slipway.journal.Blobs;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.wire.WritingCalls.Command;
import dev.slipway.model.wire.WritingCalls.CommandList;
import dev.slipway.model.wire.WritingCalls.FileMatch;
import dev.slipway.model.wire.WritingCalls.FileMatches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What a prompt may refer to: the files of a branch, and the commands that it defines, Markdown files in
/// `.slipway/commands` and `.claude/commands`. Answers from the mirror, so no sandbox is needed.
final class References {
    private static final int MOST_COMMANDS = 200;

    /// Of commands with the same name the first one counts.
    private static final List<String> DIRECTORIES = List.of(".slipway/commands", ".claude/commands");

    private final Repositories repositories;

    References(Repositories repositories) {
        this.repositories = repositories;
    }

    /// The files of a branch.
    /// @param branch the default branch unless given
    FileMatches files(RepositoryId repository, Optional<BranchName> branch, String query, int limit) {
        Mirror mirror = repositories.mirror(repository);
        return find(mirror, tip(mirror, branch), query, limit, UnaryOperator.identity());
    }

    /// The files of a session's branch.
    /// @param news adds what only the sandbox knows
    FileMatches files(SessionCreated about, String query, int limit, UnaryOperator<FileIndex> news) {
        Mirror mirror = repositories.mirror(about.repository());
        return find(mirror, tip(mirror, about), query, limit, news);
    }

    CommandList commands(RepositoryId repository, Optional<BranchName> branch) {
        Mirror mirror = repositories.mirror(repository);
        return commands(mirror, tip(mirror, branch));
    }

    CommandList commands(SessionCreated about) {
        Mirror mirror = repositories.mirror(about.repository());
        return commands(mirror, tip(mirror, about));
    }

    /// The text of the command that a prompt begins with, kept as it is now.
    Optional<Attachment> command(SessionCreated about, String prompt, Blobs blobs) {
        Mirror mirror = repositories.mirror(about.repository());
        return CommandText.called(prompt)
                .flatMap(name -> tip(mirror, about)
                        .flatMap(commit -> file(mirror, commit, name).map(file -> {
                            byte[] text = read(mirror, commit, file).text().getBytes(StandardCharsets.UTF_8);
                            return new Attachment(name + ".md", CommandText.MEDIA_TYPE, blobs.put(text), text.length);
                        })));
    }

    private static FileMatches find(
            Mirror mirror, Optional<CommitId> tip, String query, int limit, UnaryOperator<FileIndex> news) {
        FileIndex files = news.apply(tip.map(mirror::files).orElseGet(FileIndex::empty));
        FileIndex.Found found = files.find(query, limit);
        return new FileMatches(
                found.best().stream()
                        .map(match -> new FileMatch(match.path(), match.matched()))
                        .toList(),
                found.total(),
                tip);
    }

    private static CommandList commands(Mirror mirror, Optional<CommitId> tip) {
        List<Command> commands = new ArrayList<>();
        tip.ifPresent(commit -> files(mirror, commit).forEach((name, file) -> {
            CommandFile read = read(mirror, commit, file);
            commands.add(new Command(name, read.description(), read.arguments(), file));
        }));
        return new CommandList(commands);
    }

    private static Optional<String> file(Mirror mirror, CommitId commit, String name) {
        return Optional.ofNullable(files(mirror, commit).get(name));
    }

    private static Map<String, String> files(Mirror mirror, CommitId commit) {
        Map<String, String> files = new TreeMap<>();
        for (String directory : DIRECTORIES) {
            for (String file : mirror.filesBelow(commit, directory, MOST_COMMANDS)) {
                if (file.endsWith(".md")) {
                    String name = file.substring(directory.length() + 1, file.length() - ".md".length())
                            .replace('/', ':');
                    if (CommandText.called("/" + name).filter(name::equals).isPresent()) {
                        files.putIfAbsent(name, file);
                    }
                }
            }
        }
        return files;
    }

    private static CommandFile read(Mirror mirror, CommitId commit, String file) {
        byte[] bytes = mirror.read(commit, file, CommandText.LARGEST).orElse(new byte[0]);
        return CommandFile.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private static Optional<CommitId> tip(Mirror mirror, SessionCreated about) {
        return mirror.tip(about.branch()).or(() -> mirror.tip(about.base()));
    }

    private static Optional<CommitId> tip(Mirror mirror, Optional<BranchName> branch) {
        Optional<CommitId> tip = mirror.tip(branch.orElseGet(mirror::defaultBranch));
        branch.filter(_ -> tip.isEmpty()).ifPresent(name -> {
            throw Problem.unknown(
                            "unknown-branch",
                            "There is no such branch",
                            mirror.id().value() + " has no branch \"" + name.value() + "\".")
                    .withRemedy("`slipway repo branches " + mirror.id().value() + "` shows those it has.")
                    .toException();
        });
        return tip;
    }
}
