package dev.slipway.forge.local;

import dev.slipway.forge.Repositories;
import dev.slipway.git.BranchMoved;
import dev.slipway.git.Mirror;
import dev.slipway.git.Workspaces;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.Branch;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.CommitInfo;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.sqlite.Database;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Knows which sessions' work commits are, whatever branch they stand on later: by the branch that they came out on,
/// and by their `Slipway-Session` trailers, which copies of a commit keep.
final class Provenance {
    /// A branch with more commits than this is looked through so far only.
    private static final int MOST = 2_000;

    private final Repositories repositories;
    private final Database database;
    private volatile Function<SessionId, List<UserId>> prompters = session -> List.of();

    Provenance(Repositories repositories, Database database) {
        this.repositories = repositories;
        this.database = database;
    }

    void ask(Function<SessionId, List<UserId>> whoPrompted) {
        prompters = whoPrompted;
    }

    List<UserId> prompters(SessionId session) {
        return prompters.apply(session);
    }

    /// Remembers the new commits of a session's branch.
    void note(BranchMoved moved) {
        Workspaces.sessionOf(moved.branch())
                .ifPresent(session ->
                        moved.after().ifPresent(head -> note(session, moved.repository(), moved.before(), head)));
    }

    /// Looks through the sessions' branches that are there: for those of an earlier Slipway.
    /// @return whether there was none known before
    boolean noteAll() {
        boolean known = database.read(sql -> sql.first("SELECT 1 FROM session_commit LIMIT 1", row -> true))
                .isPresent();
        if (known) {
            return false;
        }
        for (Repository repository : repositories.list()) {
            if (repository.head().isPresent()) {
                for (Branch branch : repositories.branches(repository.id())) {
                    note(new BranchMoved(
                            repository.id(),
                            branch.name(),
                            Optional.empty(),
                            Optional.of(branch.head()),
                            Optional.empty()));
                }
            }
        }
        return true;
    }

    private void note(SessionId session, RepositoryId repository, Optional<CommitId> before, CommitId head) {
        Mirror mirror = repositories.mirror(repository);
        List<CommitId> without = new ArrayList<>();
        before.filter(mirror::contains).ifPresent(without::add);
        mirror.branches().stream()
                .filter(branch -> Workspaces.sessionOf(branch.name()).isEmpty())
                .map(Branch::head)
                .filter(tip -> !tip.equals(head))
                .forEach(without::add);
        List<CommitInfo> commits = mirror.commits(head, without, MOST);
        database.write(sql -> {
            commits.forEach(commit ->
                    sql.run("INSERT OR IGNORE INTO session_commit VALUES (?, ?, ?)", repository, commit.id(), session));
            return commits;
        });
    }

    /// The sessions whose work a branch would bring into its base. What the default branch has already was judged
    /// when it came there.
    Set<SessionId> of(RepositoryId repository, BranchName base, CommitId head) {
        Mirror mirror = repositories.mirror(repository);
        List<CommitId> without = new ArrayList<>();
        mirror.tip(base).ifPresent(without::add);
        mirror.tip(mirror.defaultBranch()).ifPresent(without::add);
        Set<SessionId> sessions = new LinkedHashSet<>();
        List<CommitInfo> commits = mirror.commits(head, without, MOST);
        database.read(sql -> {
            for (CommitInfo commit : commits) {
                commit.session().ifPresent(sessions::add);
                sessions.addAll(sql.list(
                        "SELECT session FROM session_commit WHERE repository = ? AND commit_id = ?",
                        row -> new SessionId(row.text(1)),
                        repository,
                        commit.id()));
            }
            return sessions;
        });
        return sessions;
    }

    void removeAll(RepositoryId repository) {
        database.write(sql -> sql.run("DELETE FROM session_commit WHERE repository = ?", repository));
    }
}
