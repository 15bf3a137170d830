package dev.slipway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.FleetEvent.HostRemoved;
import dev.slipway.model.fleet.HostId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FleetNewsTest {
    private final FleetNews news = new FleetNews();

    @Test
    void whoBeginsToFollowHearsOfEverythingAtOnceBeItNothing() throws Exception {
        try (FleetNews.Follower early = news.follow()) {
            assertThat(early.next()).isEmpty();
        }
        news.tell("a", event("a1"));
        news.tell("b", event("b1"));
        news.tell("a", event("a2"));

        try (FleetNews.Follower late = news.follow()) {
            assertThat(late.next()).containsExactly(event("a2"), event("b1"));
        }
    }

    @Test
    void ofAThingThatChangedOftenASlowFollowerHearsTheLastOnly() throws Exception {
        try (FleetNews.Follower slow = begun()) {
            for (int i = 0; i < 10_000; i++) {
                news.tell("a", event("a" + i));
                news.tell("b", event("b" + i));
            }

            assertThat(slow.next()).containsExactly(event("a9999"), event("b9999"));
        }
    }

    @Test
    void whatDidNotChangeIsNotToldAgain() throws Exception {
        news.tell("a", event("a1"));
        try (FleetNews.Follower follower = begun()) {
            news.tell("a", event("a1"));
            news.tell("b", event("b1"));

            assertThat(follower.next()).containsExactly(event("b1"));
        }
    }

    @Test
    void theEndOfAThingIsToldOnceAndToNobodyWhoComesLater() throws Exception {
        news.tell("a", event("a1"));
        try (FleetNews.Follower follower = begun()) {
            news.tellEnd("a", event("gone"));
            news.tellEnd("a", event("gone.twice"));

            assertThat(follower.next()).containsExactly(event("gone"));
        }
        try (FleetNews.Follower late = news.follow()) {
            assertThat(late.next()).isEmpty();
        }
    }

    @Test
    void aFollowerSleepsUntilSomethingIsNew() throws Exception {
        try (FleetNews.Follower follower = begun()) {
            CompletableFuture<List<FleetEvent>> heard = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    heard.complete(follower.next());
                } catch (InterruptedException e) {
                    heard.completeExceptionally(e);
                }
            });

            news.tell("a", event("a1"));

            assertThat(heard.get(10, TimeUnit.SECONDS)).containsExactly(event("a1"));
        }
    }

    @Test
    void linesOfALogComeInOrderAndOnce() throws Exception {
        FleetNews.Log log = news.log(FleetNewsTest::lines);
        log.append("a");
        try (FleetNews.Follower follower = begun()) {
            log.append("b");
            log.append("c");
            assertThat(follower.next()).containsExactly(event("2.b.c"));

            log.append("d");
            log.close();
            assertThat(follower.next()).as("what was said before its end").containsExactly(event("4.d"));
        }
        try (FleetNews.Follower late = news.follow()) {
            assertThat(late.next()).isEmpty();
        }
    }

    @Test
    void ofALogTooLongToKeepTheNumbersShowWhatIsLeftOut() throws Exception {
        FleetNews.Log log = news.log((first, lines) -> event(first + "-" + lines.size() + "-" + lines.getLast()));
        try (FleetNews.Follower slow = begun()) {
            for (int i = 1; i <= FleetNews.LINES + 7; i++) {
                log.append("l" + i);
            }

            assertThat(slow.next()).containsExactly(event("8-500-l507"));
        }
        try (FleetNews.Follower late = news.follow()) {
            assertThat(late.next()).containsExactly(event("8-500-l507"));
        }
    }

    @Test
    void aLineWithoutEndIsCut() throws Exception {
        FleetNews.Log log = news.log(
                (first, lines) -> event(Integer.toString(lines.getFirst().length())));

        log.append("x".repeat(1_000_000));

        try (FleetNews.Follower follower = news.follow()) {
            assertThat(follower.next()).containsExactly(event(Integer.toString(FleetNews.LONGEST_LINE + 1)));
        }
    }

    @Test
    void theNewestChangeComesLast() throws Exception {
        try (FleetNews.Follower follower = begun()) {
            FleetNews.Log log = news.log(FleetNewsTest::lines);
            news.tell("build", event("running"));
            log.append("a");
            news.tell("build", event("done"));

            assertThat(follower.next()).containsExactly(event("1.a"), event("done"));
        }
    }

    /// One who has heard of all that there is.
    private FleetNews.Follower begun() throws InterruptedException {
        FleetNews.Follower follower = news.follow();
        var _ = follower.next();
        return follower;
    }

    private static FleetEvent lines(long first, List<String> lines) {
        return event(first + "." + String.join(".", lines));
    }

    private static FleetEvent event(String text) {
        return new HostRemoved(new HostId(text));
    }
}
