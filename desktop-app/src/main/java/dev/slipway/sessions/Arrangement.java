package dev.slipway.sessions;

import dev.slipway.control.Times;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.session.SessionSummary;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which sessions the list shows, and where; a pure function of one session at a time.
/// @param words  in lower case; all must occur in title, repository, branch or a person's name
/// @param me     empty as long as the server has not said
/// @param pinned sessions that stand before all others
record Arrangement(
        ListChoices choices, List<String> words, Optional<UserId> me, Set<SessionId> pinned, LocalDate today) {
    private static final int PINNED = -1;

    static List<String> words(String search) {
        return Stream.of(search.toLowerCase(Locale.ROOT).strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// Empty when it is not to be shown.
    Optional<Spot> spot(SessionSummary session) {
        return shows(session) ? Optional.of(place(session)) : Optional.empty();
    }

    boolean mine(SessionSummary session) {
        return me.filter(user -> involves(session, user)).isPresent();
    }

    private boolean shows(SessionSummary session) {
        ListChoices.Filter filter = choices.filter();
        Stand stand = Stand.of(session);
        boolean any = !filter.running() && !filter.stuck();
        boolean asked = any || (filter.running() && stand.runs()) || (filter.stuck() && stand.stuck());
        return asked
                && filter.archived() == session.archived()
                && (!filter.mine() || mine(session))
                && filter.repository().map(session.repository()::equals).orElse(true)
                && filter.person().map(user -> involves(session, user)).orElse(true)
                && filter.pull()
                        .map(pull -> pull.is(session.pullRequestState()))
                        .orElse(true)
                && (words.isEmpty() || matches(session));
    }

    private static boolean involves(SessionSummary session, UserId user) {
        return session.creator().user().equals(user)
                || session.prompters().stream().anyMatch(author -> author.user().equals(user));
    }

    private boolean matches(SessionSummary session) {
        StringBuilder text = new StringBuilder(session.title())
                .append(' ')
                .append(session.repository().value())
                .append(' ')
                .append(session.branch().value())
                .append(' ')
                .append(session.creator().name());
        for (Author author : session.prompters()) {
            text.append(' ').append(author.name());
        }
        String haystack = text.toString().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(haystack::contains);
    }

    private Spot place(SessionSummary session) {
        long number = switch (choices.sorting()) {
            // While it runs it changes all the time: then only its beginning says where it stands.
            case UPDATED ->
                Stand.of(session).runs()
                        ? Long.MAX_VALUE / 2 + session.createdAt().toEpochMilli()
                        : session.updatedAt().toEpochMilli();
            case CREATED -> session.createdAt().toEpochMilli();
            case COST -> session.cost().known().microUsd();
            case TITLE -> 0;
        };
        String text = choices.sorting() == ListChoices.Sorting.TITLE ? session.title() : "";
        Spot group = group(session);
        return new Spot(
                group.rank(),
                group.name(),
                group.group(),
                false,
                number,
                text,
                session.id().value());
    }

    private Spot group(SessionSummary session) {
        if (pinned.contains(session.id())) {
            return group(PINNED, "", "pinned");
        }
        return switch (choices.grouping()) {
            case TIME -> {
                Age age = age(session);
                yield group(age.rank, "", age.name());
            }
            case REPOSITORY ->
                group(
                        0,
                        session.repository().value(),
                        "repository:" + session.repository().value());
            case PERSON ->
                group(
                        0,
                        session.creator().name(),
                        "person:" + session.creator().user().value());
            case NONE -> group(0, "", "");
        };
    }

    private static Spot group(int rank, String name, String key) {
        return new Spot(rank, name, key, false, 0, "", "");
    }

    enum Age {
        ATTENTION(0),
        RUNNING(1),
        TODAY(2),
        YESTERDAY(3),
        WEEK(4),
        OLDER(5);

        private final int rank;

        Age(int rank) {
            this.rank = rank;
        }
    }

    private Age age(SessionSummary session) {
        Stand stand = Stand.of(session);
        if (stand.stuck() && !session.archived()) {
            return Age.ATTENTION;
        }
        if (stand.runs()) {
            return Age.RUNNING;
        }
        LocalDate day = Times.date(session.updatedAt());
        if (!day.isBefore(today)) {
            return Age.TODAY;
        }
        if (!day.isBefore(today.minusDays(1))) {
            return Age.YESTERDAY;
        }
        return day.isBefore(today.minusDays(7)) ? Age.OLDER : Age.WEEK;
    }
}
