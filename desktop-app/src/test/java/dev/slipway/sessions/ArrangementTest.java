package dev.slipway.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArrangementTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "a@example.org");
    private static final Author BOB = new Author(new UserId("bob"), "Bob Hope", "b@example.org");

    private final List<SessionSummary> sessions = new ArrayList<>(List.of(
            session(1, "Old thing", SessionState.IDLE, ADA, 60 * 24 * 30),
            session(2, "Tax rates", SessionState.IDLE, ADA, 30),
            session(3, "Images", SessionState.WORKING, BOB, 300),
            session(4, "Broken", SessionState.FAILED, BOB, 600)));

    @Test
    void whatNeedsAPersonComesFirstThenWhatRunsThenTheNewest() {
        assertThat(titles(all())).containsExactly("Broken", "Images", "Tax rates", "Old thing");
    }

    @Test
    void groupsCountTheirSessions() {
        assertThat(lines(all()))
                .filteredOn(SessionLine.Group.class::isInstance)
                .hasSize(4)
                .allSatisfy(
                        line -> assertThat(((SessionLine.Group) line).count()).isEqualTo(1));
    }

    @Test
    void searchWantsAllWordsInWhateverOrder() {
        assertThat(titles(new Arrangement(
                        Arrangement.Filter.ALL, Arrangement.Grouping.TIME, "lovelace TAX", Optional.empty())))
                .containsExactly("Tax rates");
    }

    @Test
    void filtersByWhoseItIs() {
        assertThat(titles(new Arrangement(
                        Arrangement.Filter.MINE, Arrangement.Grouping.TIME, "", Optional.of(ADA.user()))))
                .containsExactly("Tax rates", "Old thing");
    }

    @Test
    void newsSinceTheLastLookAreUnread() {
        Map<SessionId, Long> seen =
                Map.of(sessions.get(1).id(), 10L, sessions.get(2).id(), 9L);

        assertThat(all().arrange(sessions, seen, NOW))
                .filteredOn(line -> line instanceof SessionLine.Entry entry && entry.unread())
                .extracting(line -> ((SessionLine.Entry) line).session().title())
                .containsExactly("Images");
    }

    @Test
    void tenThousandSessionsAreArrangedWithinAPulseOrFew() {
        List<SessionSummary> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(session(i, "Session " + i, SessionState.IDLE, ADA, i));
        }
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 20; i++) {
            long began = System.nanoTime();
            assertThat(all().arrange(many, Map.of(), NOW)).hasSizeGreaterThan(10_000);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
        }

        assertThat(fastest).isLessThan(Duration.ofMillis(500));
    }

    private List<SessionLine> lines(Arrangement arrangement) {
        return arrangement.arrange(sessions, Map.of(), NOW);
    }

    private List<String> titles(Arrangement arrangement) {
        return lines(arrangement).stream()
                .filter(SessionLine.Entry.class::isInstance)
                .map(line -> ((SessionLine.Entry) line).session().title())
                .toList();
    }

    private static Arrangement all() {
        return new Arrangement(Arrangement.Filter.ALL, Arrangement.Grouping.TIME, "", Optional.empty());
    }

    private static SessionSummary session(
            int number, String title, SessionState state, Author author, long minutesAgo) {
        return new SessionSummary(
                SessionId.of(number, number),
                title,
                new RepositoryId("web-shop"),
                new BranchName("main"),
                new BranchName("work-" + number),
                new ModelName("a/b"),
                state,
                author,
                List.of(author),
                0,
                Usage.NONE,
                Cost.NONE,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                10,
                NOW,
                NOW.minus(Duration.ofMinutes(minutesAgo)));
    }
}
