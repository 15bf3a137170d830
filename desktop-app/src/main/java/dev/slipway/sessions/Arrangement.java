package dev.slipway.sessions;

import dev.slipway.control.Times;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.words.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How the person wants to see the list; a pure function from sessions to lines.
/// @param search words that must all occur in title, repository, branch or a prompter's name
/// @param me     empty as long as the server has not said
record Arrangement(Filter filter, Grouping grouping, String search, Optional<UserId> me) {
    enum Filter {
        ALL,
        MINE,
        RUNNING,
        ATTENTION
    }

    enum Grouping {
        TIME,
        REPOSITORY
    }

    List<SessionLine> arrange(Collection<SessionSummary> sessions, Map<SessionId, Long> seen, Instant now) {
        LocalDate today = Times.date(now);
        Map<String, List<SessionLine>> groups = new LinkedHashMap<>();
        sessions.stream()
                .filter(this::shows)
                .sorted(order())
                .forEach(session -> groups.computeIfAbsent(group(session, today), _ -> new ArrayList<>())
                        .add(new SessionLine.Entry(session, unread(session, seen))));
        List<SessionLine> lines = new ArrayList<>();
        groups.forEach((title, entries) -> {
            lines.add(new SessionLine.Group(title, entries.size()));
            lines.addAll(entries);
        });
        return lines;
    }

    static boolean running(SessionSummary session) {
        return session.state() == SessionState.WORKING || session.state() == SessionState.STOPPING;
    }

    static boolean needsAttention(SessionSummary session) {
        return session.state() == SessionState.FAILED || session.state() == SessionState.INTERRUPTED;
    }

    boolean unread(SessionSummary session, Map<SessionId, Long> seen) {
        Long last = seen.get(session.id());
        return last == null ? mine(session) : session.lastSeq() > last;
    }

    private boolean mine(SessionSummary session) {
        return me.filter(user -> session.creator().user().equals(user)
                        || session.prompters().stream()
                                .anyMatch(author -> author.user().equals(user)))
                .isPresent();
    }

    private boolean shows(SessionSummary session) {
        boolean passes = switch (filter) {
            case ALL -> true;
            case MINE -> mine(session);
            case RUNNING -> running(session);
            case ATTENTION -> needsAttention(session);
        };
        return passes && (search.isBlank() || matches(session));
    }

    private boolean matches(SessionSummary session) {
        StringBuilder text = new StringBuilder(session.title())
                .append(' ')
                .append(session.repository().value())
                .append(' ')
                .append(session.branch().value());
        session.prompters().forEach(author -> text.append(' ').append(author.name()));
        String haystack = text.toString().toLowerCase(Locale.ROOT);
        for (String word : search.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
            if (!haystack.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private Comparator<SessionSummary> order() {
        Comparator<SessionSummary> newest =
                Comparator.comparing(SessionSummary::updatedAt).reversed();
        return grouping == Grouping.REPOSITORY
                ? Comparator.comparing(
                                (SessionSummary session) -> session.repository().value())
                        .thenComparing(newest)
                : Comparator.comparing((SessionSummary session) -> !needsAttention(session))
                        .thenComparing(session -> !running(session))
                        .thenComparing(newest);
    }

    private String group(SessionSummary session, LocalDate today) {
        if (grouping == Grouping.REPOSITORY) {
            return session.repository().value();
        }
        if (needsAttention(session)) {
            return Words.text("sessions.group.attention");
        }
        if (running(session)) {
            return Words.text("sessions.group.running");
        }
        LocalDate day = Times.date(session.updatedAt());
        if (!day.isBefore(today)) {
            return Words.text("sessions.group.today");
        }
        if (!day.isBefore(today.minusDays(1))) {
            return Words.text("sessions.group.yesterday");
        }
        return Words.text(day.isBefore(today.minusDays(7)) ? "sessions.group.older" : "sessions.group.week");
    }
}
