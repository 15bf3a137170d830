package dev.slipway.statistics;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.Usage;
import dev.slipway.sqlite.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What one event adds to the statistics.
/// @param subject who or what it is about: a user, a pull request, a model
/// @param took    time to first token of a turn's first call
record Fact(long seq, Instant at, Kind kind, String subject, Optional<Duration> took, Usage usage, Cost cost) {
    enum Kind {
        SESSION,
        PROMPT,
        TURN,
        CALL,
        CALL_FAILED,
        CALL_RETRIED,
        OPENED,
        MERGED
    }

    static Optional<Fact> of(Envelope envelope) {
        return switch (envelope.event()) {
            case SessionEvent.SessionCreated event ->
                plain(envelope, Kind.SESSION, event.creator().user().value());
            case SessionEvent.PromptAccepted event ->
                plain(envelope, Kind.PROMPT, event.prompt().author().user().value());
            case SessionEvent.TurnStarted event ->
                plain(envelope, Kind.TURN, event.model().value());
            case SessionEvent.ModelCallCompleted event ->
                Optional.of(new Fact(
                        envelope.seq(),
                        envelope.at(),
                        Kind.CALL,
                        "",
                        event.call() == 1 ? event.timeToFirstToken() : Optional.empty(),
                        event.usage(),
                        event.cost()));
            case SessionEvent.ModelCallFailed event ->
                plain(envelope, Kind.CALL_FAILED, event.problem().code());
            case SessionEvent.ModelRetryScheduled event ->
                plain(envelope, Kind.CALL_RETRIED, event.problem().code());
            case SessionEvent.PullRequestOpened event ->
                plain(envelope, Kind.OPENED, event.pullRequest().toString());
            case SessionEvent.PullRequestMerged event ->
                plain(envelope, Kind.MERGED, event.pullRequest().toString());
            default -> Optional.empty();
        };
    }

    private static Optional<Fact> plain(Envelope envelope, Kind kind, String subject) {
        Cost none = new Cost(Money.ZERO, true);
        return Optional.of(new Fact(envelope.seq(), envelope.at(), kind, subject, Optional.empty(), Usage.NONE, none));
    }

    void write(Sql sql, SessionId session) {
        sql.run(
                "INSERT OR REPLACE INTO statistics_fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session,
                seq,
                at,
                kind,
                subject,
                took.map(Duration::toMillis),
                usage.input(),
                usage.cacheRead(),
                usage.cacheWrite(),
                usage.output(),
                usage.reasoning(),
                cost.known().microUsd(),
                cost.complete());
    }
}
