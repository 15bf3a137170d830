package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/// Finds whose work commits hold. The commits may come out of a sandbox, so what can't stand in a trailer is left out.
final class People {
    private static final int MOST = 50;
    private static final int MOST_COMMITS = 1_000;
    private static final Pattern TRAILER =
            Pattern.compile("(?im)^co-authored-by: *([^<>\\p{Cntrl}]{1,200}?) *<([^<>\\s\\p{Cntrl}]{1,200})> *$");

    private final Repository repository;

    People(Repository repository) {
        this.repository = repository;
    }

    List<GitIdentity> between(CommitId base, CommitId head) throws IOException {
        Map<String, GitIdentity> people = new LinkedHashMap<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.REVERSE, true);
            walk.markStart(walk.parseCommit(ObjectId.fromString(head.value())));
            walk.markUninteresting(walk.parseCommit(ObjectId.fromString(base.value())));
            int seen = 0;
            for (RevCommit commit : walk) {
                if (++seen > MOST_COMMITS) {
                    break;
                }
                walk.parseBody(commit);
                PersonIdent author = commit.getAuthorIdent();
                add(people, author.getName(), author.getEmailAddress());
                Matcher trailer = TRAILER.matcher(commit.getFullMessage());
                while (trailer.find()) {
                    add(people, trailer.group(1), trailer.group(2));
                }
            }
        }
        return new ArrayList<>(people.values());
    }

    private static void add(Map<String, GitIdentity> people, String name, String email) {
        boolean sound = !name.isBlank()
                && !email.isBlank()
                && (name + email).length() <= 400
                && (name + email).chars().noneMatch(c -> c == '<' || c == '>' || Character.isISOControl(c));
        if (sound && people.size() < MOST) {
            people.putIfAbsent(email.toLowerCase(Locale.ROOT), new GitIdentity(name, email));
        }
    }
}
