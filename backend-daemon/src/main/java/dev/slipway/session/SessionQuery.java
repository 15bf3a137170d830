package dev.slipway.session;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which sessions a list shows, and in which order.
/// @param person   who began or prompted them
/// @param words    must all occur in title, branch, repository or a person's name; in lower case
/// @param archived those that are put away, or only the others; both unless given
/// @param byUpdate whether the one that changed last comes first, rather than the one that was made last
public record SessionQuery(
        Optional<RepositoryId> repository,
        Optional<SessionState> state,
        Optional<UserId> person,
        List<String> words,
        Optional<Boolean> archived,
        boolean byUpdate) {
    public static final SessionQuery ALL =
            new SessionQuery(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), false);

    private static final int MOST_WORDS = 10;

    public SessionQuery {
        words = List.copyOf(words);
    }

    /// The words of a search, in lower case; the first ten, as more say nothing more.
    public static List<String> words(String search) {
        return Stream.of(search.toLowerCase(Locale.ROOT).strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
    }

    /// The same, with the session that changed last first.
    public SessionQuery newestChangeFirst() {
        return new SessionQuery(repository, state, person, words, archived, true);
    }

    /// What [#words] are looked for in.
    static String wordsOf(SessionSummary session) {
        return (session.title()
                        + ' '
                        + session.branch().value()
                        + ' '
                        + session.repository().value()
                        + ' '
                        + people(session).map(Author::name).collect(Collectors.joining(" ")))
                .toLowerCase(Locale.ROOT);
    }

    /// Ids between spaces.
    static String peopleOf(SessionSummary session) {
        return people(session).map(author -> author.user().value()).collect(Collectors.joining(" ", " ", " "));
    }

    private static Stream<Author> people(SessionSummary session) {
        return Stream.concat(Stream.of(session.creator()), session.prompters().stream())
                .distinct();
    }

    /// Where a page ended.
    /// @param updatedMicros when that session changed, in microseconds since 1970; 0 in the order of creation
    record Cursor(long updatedMicros, SessionId id) {
        /// @throws dev.slipway.model.problem.ProblemException if a list in that order never gave it
        static Cursor of(String text, boolean byUpdate) {
            if (!byUpdate) {
                return new Cursor(0, new SessionId(text));
            }
            int dot = text.indexOf('.');
            try {
                return new Cursor(
                        Long.parseLong(text, 0, Math.max(dot, 0), 36), new SessionId(text.substring(dot + 1)));
            } catch (NumberFormatException e) {
                throw Problem.invalid(
                                "malformed-cursor", "This is not a page's end", "No list ended with `" + text + "`.")
                        .toException(e);
            }
        }

        String text() {
            return updatedMicros == 0 ? id.value() : Long.toString(updatedMicros, 36) + "." + id.value();
        }
    }
}
