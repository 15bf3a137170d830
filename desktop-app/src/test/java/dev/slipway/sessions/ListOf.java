package dev.slipway.sessions;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Sessions for tests of the list.
final class ListOf {
    static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "a@example.org");
    static final Author BOB = new Author(new UserId("bob"), "Bob Hope", "b@example.org");
    static final Author EVE = new Author(new UserId("eve"), "Eve Hope", "e@example.org");

    static final List<SessionState> STATES = List.of(SessionState.values());

    private ListOf() {}

    static SessionSummary session(int number, String title, SessionState state, Author author, long minutesAgo) {
        return session(number, title, state, author, minutesAgo, 0, Optional.empty(), "web-shop");
    }

    static SessionSummary session(
            int number,
            String title,
            SessionState state,
            Author author,
            long minutesAgo,
            int queued,
            Optional<PullRequestState> pull,
            String repository) {
        RepositoryId where = new RepositoryId(repository);
        return new SessionSummary(
                SessionId.of(number, number),
                title,
                where,
                new BranchName("main"),
                new BranchName("work-" + number),
                new ModelName("a/b"),
                state,
                author,
                List.of(author),
                queued,
                Usage.NONE,
                new Cost(new Money(number * 1_000L), true),
                pull.map(_ -> new PullRequestRef(where, number)),
                pull,
                false,
                Optional.empty(),
                Optional.empty(),
                10,
                10,
                NOW.minus(Duration.ofMinutes(minutesAgo + 60)),
                NOW.minus(Duration.ofMinutes(minutesAgo)));
    }

    static SessionSummary archived(SessionSummary s) {
        return changed(s, s.title(), s.state(), s.updatedAt(), Optional.of(NOW));
    }

    static SessionSummary changed(
            SessionSummary s, String title, SessionState state, Instant updated, Optional<Instant> archived) {
        return new SessionSummary(
                s.id(),
                title,
                s.repository(),
                s.base(),
                s.branch(),
                s.model(),
                state,
                s.creator(),
                s.prompters(),
                s.queued(),
                s.usage(),
                s.cost(),
                s.pullRequest(),
                s.pullRequestState(),
                s.rehearsal(),
                s.trouble(),
                archived,
                s.lastSeq() + 1,
                s.lastSeq() + 1,
                s.createdAt(),
                updated);
    }

    /// Sessions of all kinds, always the same for a seed.
    static List<SessionSummary> many(int count, long seed) {
        Random random = new Random(seed);
        Author[] people = {ADA, BOB, EVE};
        List<PullRequestState> pulls = List.of(PullRequestState.values());
        List<SessionSummary> all = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            SessionState state =
                    random.nextInt(20) == 0 ? STATES.get(random.nextInt(STATES.size())) : SessionState.IDLE;
            Optional<PullRequestState> pull =
                    random.nextInt(3) == 0 ? Optional.of(pulls.get(random.nextInt(pulls.size()))) : Optional.empty();
            all.add(session(
                    i,
                    "Task " + random.nextInt(count) + " of many",
                    state,
                    people[random.nextInt(people.length)],
                    random.nextInt(60 * 24 * 90),
                    random.nextInt(30) == 0 ? 1 : 0,
                    pull,
                    "repository-" + random.nextInt(12)));
        }
        return all;
    }
}
