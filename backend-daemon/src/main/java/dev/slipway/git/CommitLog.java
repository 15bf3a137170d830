package dev.slipway.git;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.CommitInfo;
import dev.slipway.model.code.Contributor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/// Lists commits with whom and which session they are by, as far as they say so themselves.
final class CommitLog {
    /// Characters of a message that are told.
    private static final int MAX_MESSAGE = 10_000;
    private static final int MAX_CO_AUTHORS = 20;
    private static final Pattern CO_AUTHOR =
            Pattern.compile("(?im)^co-authored-by: *([^<>\\p{Cntrl}]{1,200}?) *<([^<>\\s\\p{Cntrl}]{1,200})> *$");
    private static final Pattern SESSION = Pattern.compile("(?m)^Slipway-Session: *([0-9a-hjkmnp-tv-z]{13}) *$");

    private final Repository repository;

    CommitLog(Repository repository) {
        this.repository = repository;
    }

    /// Newest first, descendants before their ancestors.
    List<CommitInfo> of(CommitId head, Collection<CommitId> without, int limit) throws IOException {
        List<CommitInfo> commits = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.sort(RevSort.TOPO);
            walk.markStart(walk.parseCommit(Mirror.object(head)));
            for (CommitId known : without) {
                walk.markUninteresting(walk.parseCommit(Mirror.object(known)));
            }
            for (RevCommit commit : walk) {
                if (commits.size() >= limit) {
                    break;
                }
                walk.parseBody(commit);
                commits.add(describe(commit));
            }
        }
        return commits;
    }

    private static CommitInfo describe(RevCommit commit) {
        String message = commit.getFullMessage();
        PersonIdent author = commit.getAuthorIdent();
        List<Contributor> coAuthors = new ArrayList<>();
        Matcher trailer = CO_AUTHOR.matcher(message);
        while (trailer.find() && coAuthors.size() < MAX_CO_AUTHORS) {
            coAuthors.add(new Contributor(trailer.group(1), trailer.group(2)));
        }
        Matcher session = SESSION.matcher(message);
        return new CommitInfo(
                Mirror.commit(commit),
                message.substring(0, Math.min(MAX_MESSAGE, message.length())).stripTrailing(),
                new Contributor(author.getName(), author.getEmailAddress()),
                coAuthors,
                author.getWhenAsInstant(),
                session.find() ? Optional.of(new SessionId(session.group(1))) : Optional.empty());
    }
}
