package dev.slipway.api;

import static dev.slipway.api.RunningServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.Problem;
import dev.slipway.sqlite.Database;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class IdempotencyTest {
    private static final UserId ADA = new UserId("ada");
    private static final Reply CREATED = Reply.json(201, "{\"n\":1}").with("Location", "/api/v1/things/1");

    @RegisterExtension
    final RunningServer server = new RunningServer();

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicInteger acts = new AtomicInteger();

    private IdempotencyKeys keys(Database database) {
        return new IdempotencyKeys(database, (InstantSource) now::get);
    }

    private Reply act() {
        acts.incrementAndGet();
        return CREATED;
    }

    @Test
    void theSameRequestAgainActsOnceAndGetsTheSameAnswer() throws Exception {
        HttpResponse<String> first = server.post("/api/v1/repositories", "{\"id\":\"shop\"}", "Idempotency-Key", "k1");
        HttpResponse<String> second = server.post("/api/v1/repositories", "{\"id\":\"shop\"}", "Idempotency-Key", "k1");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"))
                .isPresent();
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() throws Exception {
        server.post("/api/v1/repositories", "{\"id\":\"shop\"}", "Idempotency-Key", "k1");

        HttpResponse<String> other = server.post("/api/v1/repositories", "{\"id\":\"other\"}", "Idempotency-Key", "k1");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(problem(other).code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void whatFailedMayBeTriedAgainWithItsKey() throws Exception {
        assertThat(server.post("/api/v1/repositories", "{\"id\":\"a b\"}", "Idempotency-Key", "k1")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/api/v1/repositories/shop/fetch", "", "Idempotency-Key", "k2")
                        .statusCode())
                .isEqualTo(404);
        server.post("/api/v1/repositories", "{\"id\":\"shop\"}");
        assertThat(server.post("/api/v1/repositories/shop/fetch", "", "Idempotency-Key", "k2")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aKeyThatIsTooLongIsRefused() throws Exception {
        assertThat(server.post("/api/v1/repositories", "{\"id\":\"shop\"}", "Idempotency-Key", "k".repeat(129))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aTokenIsNeverKeptForARepetition() throws Exception {
        String bob = "{\"id\":\"bob\",\"name\":\"Bob\",\"email\":\"bob@example.org\"}";
        assertThat(server.post("/api/v1/users", bob, "Idempotency-Key", "k1").statusCode())
                .isEqualTo(201);

        assertThat(server.post("/api/v1/users", bob, "Idempotency-Key", "k1").statusCode())
                .isEqualTo(409);
    }

    @Test
    void ofManyAtOnceOneActsAndTheOthersGetItsAnswer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Database database = Database.open(directory.resolve("d.db"), "the database");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IdempotencyKeys keys = keys(database);
            Future<Reply> first = threads.submit(() -> keys.once(ADA, "k", "same", () -> {
                begun.countDown();
                go.await();
                return act();
            }));
            begun.await();
            List<Future<Reply>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(threads.submit(() -> keys.once(ADA, "k", "same", this::act)));
            }
            go.countDown();

            assertThat(first.get()).isEqualTo(CREATED);
            for (Future<Reply> other : others) {
                assertThat(other.get().body()).isEqualTo(CREATED.body());
            }
            assertThat(acts).hasValue(1);
        }
    }

    @Test
    void aKeyIsItsUsersOwnAndHoldsForADay() throws Exception {
        try (Database database = Database.open(directory.resolve("d.db"), "the database")) {
            IdempotencyKeys keys = keys(database);
            keys.once(ADA, "k", "same", this::act);
            keys.once(new UserId("bob"), "k", "other", this::act);
            assertThat(acts).hasValue(2);

            now.set(now.get().plus(Duration.ofHours(23)));
            keys.once(ADA, "k", "same", this::act);
            assertThat(acts).hasValue(2);

            now.set(now.get().plus(Duration.ofHours(2)));
            keys.once(ADA, "k", "same", this::act);
            assertThat(acts).hasValue(3);
        }
    }

    @Test
    void anAnswerOutlivesARestart() throws Exception {
        try (Database database = Database.open(directory.resolve("d.db"), "the database")) {
            keys(database).once(ADA, "k", "same", this::act);
        }
        try (Database database = Database.open(directory.resolve("d.db"), "the database")) {
            Reply again = keys(database).once(ADA, "k", "same", this::act);

            assertThat(again.body()).isEqualTo(CREATED.body());
            assertThat(again.headers()).containsEntry("Location", "/api/v1/things/1");
            assertThat(acts).hasValue(1);
        }
    }

    @Test
    void afterAFaultInTheMiddleTheOutcomeIsUnknownAndNothingActsAgain() {
        try (Database database = Database.open(directory.resolve("d.db"), "the database")) {
            IdempotencyKeys keys = keys(database);
            assertThatThrownBy(() -> keys.once(ADA, "k", "same", () -> {
                        act();
                        throw new IllegalStateException("the power is gone");
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThatThrownBy(() -> keys.once(ADA, "k", "same", this::act))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.details().code()).isEqualTo("outcome-unknown"));
            assertThat(acts).hasValue(1);
        }
    }

    @Test
    void aProblemMeansThatNothingActed() throws Exception {
        try (Database database = Database.open(directory.resolve("d.db"), "the database")) {
            IdempotencyKeys keys = keys(database);
            assertThatThrownBy(() -> keys.once(ADA, "k", "same", () -> {
                        throw Problem.conflict("busy", "Busy", "Not now.").toException();
                    }))
                    .hasMessageContaining("Busy");

            keys.once(ADA, "k", "same", this::act);
            assertThat(acts).hasValue(1);
        }
    }
}
