package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Backoff;
import dev.slipway.link.Eventually;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.mirror.Mirror;
import dev.slipway.mirror.Replica;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.SessionCalls;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first visit to a very long session of a real daemon. With `-Dslipway.firstVisit=1000000` it measures one of that
/// length, and says how long it took.
class FirstVisitTest {
    private static final int EVENTS = Integer.getInteger("slipway.firstVisit", 12_000);

    @TempDir
    Path folder;

    @Test
    void itsEndIsThereAtOnceAndItsBeginningAfterAWhile() throws Exception {
        try (RealDaemon daemon = new RealDaemon()) {
            Server owner = daemon.owner();
            SessionId session = daemon.session(owner, daemon.repository("long"), "Greet by name");
            Eventually.that(
                    "the turn is done",
                    () -> daemon.call(owner, SessionCalls.GET, Map.of("id", session.value()), new Endpoint.Nothing())
                                    .summary()
                                    .state()
                            == SessionState.IDLE);
            daemon.kill();
            lengthen(daemon.home().resolve("sessions").resolve(session.value()).resolve("journal.db"));
            daemon.startAgain();

            try (Link link = new Link(owner, Backoff.usual(new Random(1)), InstantSource.system());
                    Mirror mirror = new Mirror(folder.resolve("mirror.db"), link)) {
                link.start();
                long began = System.nanoTime();
                Replica replica = mirror.read(session);
                long endMillis = visitEnd(mirror, replica);
                while (replica.low() > 1) {
                    assertThat(millisSince(began)).isLessThan(600_000);
                    Eventually.that("more comes", new MoreComes(replica)::came);
                }
                System.out.printf(
                        "first visit to %,d events: its end after %,d ms, all of it after %,d ms%n",
                        replica.last(), endMillis, millisSince(began));
                List<Envelope> first = replica.read(1, 1);
                assertThat(first.getFirst().event()).isInstanceOf(SessionEvent.SessionCreated.class);
                assertThat(replica.rows(replica.first(), replica.first())
                                .getFirst()
                                .first())
                        .isEqualTo(first.getFirst());
                assertThat(replica.rows(replica.end() - 1, replica.end() - 1)).hasSize(1);
                replica.close();
                // The daemon knows the session by now, and the link stands.
                try (Mirror other = new Mirror(folder.resolve("other.db"), link);
                        Replica again = other.read(session)) {
                    System.out.printf("another window's: its end after %,d ms%n", visitEnd(other, again));
                }
            }
        }
    }

    /// @return after how many milliseconds the end was there
    private static long visitEnd(Mirror mirror, Replica replica) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        long began = System.nanoTime();
        replica.onNews(news -> {
            if (news instanceof Replica.News.Events events && events.end() > 100) {
                end.countDown();
            }
        });
        mirror.follow(replica);
        assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        long millis = millisSince(began);
        assertThat(replica.low()).isGreaterThan(EVENTS - 5_000L);
        return millis;
    }

    private record MoreComes(Replica replica, long low) {
        MoreComes(Replica replica) {
            this(replica, replica.low());
        }

        boolean came() {
            return replica.low() < low || replica.low() == 1;
        }
    }

    private static void lengthen(Path journal) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement statement = connection.createStatement()) {
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + EVENTS + ")"
                    + " INSERT INTO event (seq, at, type, json)"
                    + " SELECT (SELECT max(seq) FROM event) + n.i, e.at, e.type, e.json"
                    + " FROM n, (SELECT at, type, json FROM event WHERE type = 'TextWritten' LIMIT 1) e");
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
