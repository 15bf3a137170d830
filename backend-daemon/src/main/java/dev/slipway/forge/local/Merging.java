package dev.slipway.forge.local;

import dev.slipway.git.CommitWords;
import dev.slipway.git.GitIdentity;
import dev.slipway.git.MergeAttempt;
import dev.slipway.git.Mirror;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Merges one pull request. What is about to happen is written down first, then the branch moves by compare-and-set,
/// then the pull request is marked: a crash between any two is put right by [#recover].
final class Merging {
    private static final int TRIES = 5;
    private static final int MAX_MESSAGE = 64 * 1024;

    private final PullRows rows;
    private final Mirror mirror;
    private final Pull pull;

    Merging(PullRows rows, Mirror mirror, Pull pull) {
        this.rows = rows;
        this.mirror = mirror;
        this.pull = pull;
    }

    /// What a person chose.
    /// @param message of the merge or squash commit, if not the usual one
    record Choice(MergeMethod method, Author by, Optional<String> message, Instant at) {}

    /// @param head the commit that was checked and is merged, whatever its branch does meanwhile
    PullEntry.Change run(CommitId head, Choice choice) {
        for (int i = 0; i < TRIES; i++) {
            Optional<CommitId> onto = mirror.tip(pull.base());
            CommitId after = onto.isEmpty() ? head : join(onto.get(), head, choice);
            PullRows.Intent intent = new PullRows.Intent(pull.id(), choice.method(), head, onto, after, choice.by());
            rows.intend(intent);
            if (mirror.move(pull.base(), onto, Optional.of(after), "merge of " + pull.ref())) {
                return finish(intent, choice.at());
            }
            rows.forget(intent);
        }
        throw Problem.conflict(
                        "base-busy",
                        "The base branch keeps moving",
                        "`" + pull.base().value() + "` was changed by others " + TRIES + " times meanwhile.")
                .withRemedy("Try again.")
                .toException();
    }

    /// Finishes a merge whose branch had moved when the daemon ended, and drops one whose branch had not.
    Optional<PullEntry.Change> recover(PullRows.Intent intent, Instant now) {
        boolean moved = mirror.contains(intent.after())
                && mirror.tip(pull.base())
                        .filter(tip -> mirror.isAncestor(intent.after(), tip))
                        .isPresent();
        if (moved && pull.isOpen()) {
            return Optional.of(finish(intent, now));
        }
        rows.forget(intent);
        return Optional.empty();
    }

    private PullEntry.Change finish(PullRows.Intent intent, Instant now) {
        mirror.keepForPullRequest(pull.ref().number(), intent.head());
        Optional<CommitId> from = intent.before().flatMap(before -> mirror.mergeBase(before, intent.head()));
        return rows.merged(pull, intent, from, intent.method().name(), now);
    }

    private CommitId join(CommitId onto, CommitId head, Choice choice) {
        return switch (mirror.join(choice.method(), onto, head, words(onto, head, choice))) {
            case MergeAttempt.Joined joined -> joined.tip();
            case MergeAttempt.Nothing nothing ->
                throw Problem.conflict(
                                "nothing-to-merge",
                                "There is nothing to merge",
                                "`" + pull.base().value() + "` holds everything of `"
                                        + pull.head().value() + "` already.")
                        .withRemedy("Close the pull request.")
                        .toException();
            case MergeAttempt.Conflicting conflict -> throw conflicting(conflict, choice.method());
        };
    }

    private ProblemException conflicting(MergeAttempt.Conflicting conflict, MergeMethod method) {
        return Problem.conflict(
                        "merge-conflict",
                        "The branches conflict",
                        "Both sides changed: " + String.join(", ", conflict.paths()) + ".")
                .withRemedy("Prompt the session to merge `origin/" + pull.base().value()
                        + "` and resolve the conflicts"
                        + (method == MergeMethod.REBASE ? ", or merge or squash instead of rebasing." : "."))
                .toException();
    }

    private CommitWords words(CommitId onto, CommitId head, Choice choice) {
        boolean squash = choice.method() == MergeMethod.SQUASH;
        Author writer = squash ? pull.author() : choice.by();
        GitIdentity author = new GitIdentity(writer.name(), writer.email());
        GitIdentity committer = new GitIdentity(choice.by().name(), choice.by().email());
        String text =
                choice.message().map(Merging::tidy).filter(m -> !m.isEmpty()).orElseGet(() -> usual(squash));
        String trailers = squash ? trailers(onto, head, author) : "";
        return new CommitWords(author, committer, text + trailers + "\n", choice.at());
    }

    private String usual(boolean squash) {
        int number = pull.ref().number();
        return squash
                ? tidy(pull.title() + " (#" + number + ")\n\n" + pull.body())
                : "Merge pull request #" + number + " from " + pull.head().value() + "\n\n" + pull.title();
    }

    /// Everyone whose commits are squashed is named, as is the session.
    private String trailers(CommitId onto, CommitId head, GitIdentity author) {
        Set<String> trailers = new LinkedHashSet<>();
        for (GitIdentity person : mirror.people(onto, head)) {
            if (!person.email().equalsIgnoreCase(author.email())) {
                trailers.add("Co-authored-by: " + person.ident());
            }
        }
        pull.session().ifPresent(session -> trailers.add("Slipway-Session: " + session.value()));
        return trailers.isEmpty() ? "" : "\n\n" + String.join("\n", trailers);
    }

    private static String tidy(String text) {
        return text.replace("\r\n", "\n")
                .codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .limit(MAX_MESSAGE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }
}
