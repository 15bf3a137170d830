package dev.slipway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.SessionCalls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final SessionId SESSION = SessionId.of(1_760_000_000_000L, 7);
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(4), Duration.ofMillis(20), new Random(1));

    private final TestServer server = new TestServer();
    private final Link link = new Link(server.address(), QUICK, InstantSource.system());
    private final List<LinkState> states = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        link.close();
        server.close();
    }

    @Test
    void callsAnEndpoint() {
        User ada = new User(TestServer.ADA.user(), "Ada Lovelace", "ada@example.org", Role.ADMIN, Instant.EPOCH);
        server.answer(ServerCalls.ME, (_, _) -> ada);

        assertThat(link.call(ServerCalls.ME, Map.of())).isEqualTo(ada);
    }

    @Test
    void tellsHowMuchOfALargeBodyHasGone() {
        SessionCalls.PromptChange large = SessionCalls.PromptChange.text("x".repeat(1_000_000));
        List<Double> sent = new CopyOnWriteArrayList<>();

        // This server has no answer to it.
        assertThatThrownBy(() -> link.call(
                        SessionCalls.CHANGE_PROMPT, Map.of("id", "01kpy3zq8w2rt", "prompt", "p1"), large, sent::add))
                .isInstanceOf(ProblemException.class);

        assertThat(sent).hasSizeGreaterThan(10).isSorted().endsWith(1.0);
    }

    @Test
    void tellsWhatTheServerSaysAgainstACall() {
        Problem problem = Problem.forbidden("own-prompt", "You prompted this session", "Another person must approve.")
                .withRemedy("Ask a colleague.");
        server.answer(PullRequestCalls.GET, (parameters, _) -> {
            assertThat(parameters).containsEntry("repository", "web-shop").containsEntry("number", "7");
            throw problem.toException();
        });

        assertThatThrownBy(() -> link.call(PullRequestCalls.GET, Map.of("repository", "web-shop", "number", "7")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    @Test
    void saysWithWordsThatNoServerIsThere() {
        server.close();

        assertThatThrownBy(() -> link.call(ServerCalls.ME, Map.of()))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                    assertThat(e.problem().remedy()).isPresent();
                });
    }

    @Test
    void connectsAgainAfterABreakAndShowsIt() {
        link.onState(states::add);
        link.start();
        awaitConnected();
        states.clear();

        server.cut();

        Eventually.that("it connected again", () -> states.stream().anyMatch(LinkState.Connected.class::isInstance));
        assertThat(states.getFirst()).isInstanceOf(LinkState.Waiting.class);
    }

    @Test
    void stopsTryingWhenTheTokenIsRefused() {
        Server address = server.address();
        try (Link refused = new Link(new Server("test", address.address(), "wrong"), QUICK, InstantSource.system())) {
            refused.start();
            Eventually.that("refused", () -> refused.state() instanceof LinkState.Refused);
        }
    }

    @Test
    void waitsLongerAfterEachFailureUpToALimit() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), new Random(3));

        assertThat(backoff.after(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.after(3)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(backoff.after(60)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void resumesASubscriptionWhereItWas() {
        List<Envelope> seen = new CopyOnWriteArrayList<>();
        server.journal(SESSION).append(notice(), notice());
        link.start();
        link.follow(SESSION, 1, collect(seen));
        Eventually.that("two events", () -> seen.size() == 2);

        server.cut();
        server.journal(SESSION).append(notice());

        Eventually.that("three events", () -> seen.size() == 3);
        assertThat(seen).isEqualTo(server.journal(SESSION).all());
    }

    @Test
    void aFollowerThatTakesItsTimeHoldsNobodyUp() throws InterruptedException {
        CountDownLatch taking = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        server.journal(SESSION).append(notice());
        link.start();
        link.follow(SESSION, 1, new Follower() {
            @Override
            public void journal(List<Envelope> events, List<LiveText> live) {
                taking.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void ended(Problem problem) {}
        });
        taking.await();

        Thread other = Thread.ofVirtual()
                .start(() -> link.follow(SessionId.of(5, 5), 1, collect(new CopyOnWriteArrayList<>()))
                        .close());

        assertThat(other.join(Duration.ofSeconds(10))).isTrue();
        release.countDown();
    }

    @Test
    void endsASubscriptionByItsPin() throws InterruptedException {
        List<Envelope> seen = new CopyOnWriteArrayList<>();
        link.start();
        awaitConnected();
        Pin pin = link.follow(SESSION, 1, collect(seen));
        server.journal(SESSION).append(notice());
        Eventually.that("one event", () -> seen.size() == 1);

        pin.close();

        assertThat(server.received().take()).isInstanceOf(ClientFrame.Subscribe.class);
        assertThat(server.received().take()).isInstanceOf(ClientFrame.Unsubscribe.class);
    }

    @Test
    void hidesTheTokenWhereAServerIsShown() {
        assertThat(new Server("here", URI.create("http://localhost"), "abc").toString())
                .doesNotContain("abc");
    }

    private void awaitConnected() {
        Eventually.that("connected", () -> link.state() instanceof LinkState.Connected);
    }

    private static SessionEvent notice() {
        return new SessionEvent.NoticeGiven(Problem.unavailable("a", "b", "c"));
    }

    private static Follower collect(List<Envelope> seen) {
        return new Follower() {
            @Override
            public void journal(List<Envelope> events, List<LiveText> live) {
                seen.addAll(events);
            }

            @Override
            public void ended(Problem problem) {
                throw new AssertionError(problem);
            }
        };
    }
}
