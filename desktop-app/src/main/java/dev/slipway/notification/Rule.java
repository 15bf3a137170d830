package dev.slipway.notification;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.navigation.Destination;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which events are told to whom: a pure function.
final class Rule {
    private static final int LONGEST = 140;

    private Rule() {}

    /// Whether a session may hold something to tell since it was last looked at; only then are its events read.
    static boolean stirred(SessionSummary before, SessionSummary now) {
        boolean rests = now.state() != SessionState.WORKING && now.state() != SessionState.STOPPING;
        return before.state() != now.state()
                || before.queued() < now.queued()
                || before.prompters().size() != now.prompters().size()
                || !before.pullRequestState().equals(now.pullRequestState())
                || (rests && !before.usage().equals(now.usage()));
    }

    /// What is to be told of a session's new events; of several, what says most.
    static Optional<News> of(SessionSummary session, List<Envelope> events, Listener listener) {
        if (!listener.concernedBy(session)
                || listener.inView().filter(session.id()::equals).isPresent()) {
            return Optional.empty();
        }
        List<News> all = new ArrayList<>();
        Optional<News> turn = Optional.empty();
        for (Envelope envelope : events) {
            turn = switch (envelope.event()) {
                case SessionEvent.TurnStarted _ -> Optional.empty();
                case SessionEvent.TurnStopped _ -> Optional.empty();
                case SessionEvent.TurnCompleted _ ->
                    session.queued() > 0
                            ? Optional.empty()
                            : Optional.of(news(
                                    News.Kind.DONE,
                                    session,
                                    session.repository().value()));
                case SessionEvent.TurnFailed failed ->
                    Optional.of(
                            news(News.Kind.NEEDS_YOU, session, failed.problem().title()));
                case SessionEvent.TurnInterrupted _ ->
                    Optional.of(news(News.Kind.NEEDS_YOU, session, Words.text("notification.interrupted")));
                default -> turn;
            };
            told(session, envelope.event(), listener).ifPresent(all::add);
        }
        turn.ifPresent(all::add);
        return all.stream()
                .filter(news -> listener.wanted().contains(news.kind()))
                .min(Comparator.comparing(News::kind));
    }

    private static Optional<News> told(SessionSummary session, SessionEvent event, Listener listener) {
        return switch (event) {
            case SessionEvent.PullRequestMerged merged
            when !listener.isMe(merged.by().user()) ->
                Optional.of(new News(
                        News.Kind.MERGED,
                        session.id(),
                        title(News.Kind.MERGED, session),
                        Words.text(
                                "notification.mergedBy",
                                merged.by().name(),
                                merged.pullRequest().number()),
                        new Destination.PullRequest(merged.pullRequest())));
            case SessionEvent.PromptAccepted accepted
            when !listener.isMe(accepted.prompt().author().user()) ->
                Optional.of(news(
                        News.Kind.PROMPTED,
                        session,
                        accepted.prompt().author().name() + ": "
                                + accepted.prompt().text().strip().replaceAll("\\s+", " ")));
            default -> Optional.empty();
        };
    }

    private static News news(News.Kind kind, SessionSummary session, String detail) {
        return new News(kind, session.id(), title(kind, session), cut(detail), new Destination.Session(session.id()));
    }

    private static String title(News.Kind kind, SessionSummary session) {
        return Words.text("notification." + kind.name(), session.title());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST - 1))) + "…";
    }
}
