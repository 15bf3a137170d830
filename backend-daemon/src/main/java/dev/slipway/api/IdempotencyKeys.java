package dev.slipway.api;

import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Lets a client send a request again without acting twice: the first one with a key acts, and whoever comes with the
/// same key and the same request gets the same answer, for 24 hours. A key is noted on disk before the act, so that
/// after a crash in between, the client is told that the outcome is unknown instead of acting again.
final class IdempotencyKeys {
    static final Duration KEPT = Duration.ofHours(24);

    /// For how long a second request waits for the first one with its key.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Migrations TABLES = Migrations.of("idempotency", """
            CREATE TABLE idempotency (
              user TEXT NOT NULL,
              key TEXT NOT NULL,
              request TEXT NOT NULL,
              at INTEGER NOT NULL,
              status INTEGER,
              body TEXT,
              location TEXT,
              PRIMARY KEY (user, key)
            ) WITHOUT ROWID;
            CREATE INDEX idempotency_at ON idempotency (at)
            """);

    private final Database database;
    private final InstantSource clock;
    private final ConcurrentMap<Id, Running> running = new ConcurrentHashMap<>();

    private record Id(UserId user, String key) {}

    private record Running(String request, CompletableFuture<Reply> reply) {}

    private record Kept(String request, Optional<Reply> reply) {}

    @FunctionalInterface
    interface Act {
        Reply act() throws InterruptedException;
    }

    IdempotencyKeys(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        database.migrate(TABLES);
    }

    /// Acts, unless it was done before.
    /// @param key     1 to 128 printable ASCII characters
    /// @param request a hash of all that makes the request what it is
    Reply once(UserId user, String key, String request, Act act) throws InterruptedException {
        checkKey(key);
        Id id = new Id(user, key);
        Running mine = new Running(request, new CompletableFuture<>());
        @Nullable Running other = running.putIfAbsent(id, mine);
        if (other != null) {
            return await(other, request);
        }
        try {
            Reply reply = actOrRepeat(id, request, act);
            mine.reply().complete(reply);
            return reply;
        } catch (RuntimeException | InterruptedException | Error e) {
            mine.reply().completeExceptionally(e);
            throw e;
        } finally {
            running.remove(id);
        }
    }

    private Reply actOrRepeat(Id id, String request, Act act) throws InterruptedException {
        Optional<Kept> kept = begin(id, request);
        if (kept.isPresent()) {
            checkSame(kept.get().request(), request);
            return kept.get()
                    .reply()
                    .orElseThrow(IdempotencyKeys::unknownOutcome)
                    .with("Idempotency-Replayed", "true");
        }
        try {
            Reply reply = act.act();
            end(id, reply);
            return reply;
        } catch (ProblemException | Refusal e) {
            forget(id);
            throw e;
        }
    }

    private static Reply await(Running other, String request) throws InterruptedException {
        checkSame(other.request(), request);
        try {
            return other.reply().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).with("Idempotency-Replayed", "true");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw Refusal.of(
                            409,
                            "still-running",
                            "The first request with this key still runs",
                            "It has taken more than " + PATIENCE.toSeconds() + " seconds.")
                    .remedy("Send it again with the same key later.");
        }
    }

    private Optional<Kept> begin(Id id, String request) {
        Instant now = clock.instant();
        return database.write(sql -> {
            sql.run("DELETE FROM idempotency WHERE at < ?", now.minus(KEPT));
            Optional<Kept> kept = sql.first(
                    "SELECT request, status, body, location FROM idempotency WHERE user = ? AND key = ?",
                    row -> new Kept(
                            row.text(1),
                            row.optionalNumber(2)
                                    .map(status -> reply(status.intValue(), row.text(3), row.optionalText(4)))),
                    id.user(),
                    id.key());
            if (kept.isEmpty()) {
                sql.run(
                        "INSERT INTO idempotency (user, key, request, at) VALUES (?, ?, ?, ?)",
                        id.user(),
                        id.key(),
                        request,
                        now);
            }
            return kept;
        });
    }

    private void end(Id id, Reply reply) {
        database.write(sql -> sql.run(
                "UPDATE idempotency SET status = ?, body = ?, location = ? WHERE user = ? AND key = ?",
                reply.status(),
                reply.body(),
                reply.headers().get("Location"),
                id.user(),
                id.key()));
    }

    private void forget(Id id) {
        database.write(sql -> sql.run("DELETE FROM idempotency WHERE user = ? AND key = ?", id.user(), id.key()));
    }

    private static Reply reply(int status, String body, Optional<String> location) {
        Reply reply = new Reply(status, body.isEmpty() ? "" : Reply.JSON, body, Map.of());
        return location.map(path -> reply.with("Location", path)).orElse(reply);
    }

    private static void checkKey(String key) {
        if (key.isEmpty() || key.length() > 128 || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Refusal.of(
                    400,
                    "malformed-idempotency-key",
                    "This is not a valid idempotency key",
                    "An `Idempotency-Key` is 1 to 128 printable ASCII characters without spaces.");
        }
    }

    private static void checkSame(String first, String second) {
        if (!first.equals(second)) {
            throw Refusal.of(
                            422,
                            "idempotency-key-reused",
                            "This idempotency key belongs to another request",
                            "It was used within 24 hours for a request with another address or body.")
                    .remedy("Choose a new key for each thing to do; keep it only to send that request again.");
        }
    }

    private static Refusal unknownOutcome() {
        return Refusal.of(
                        409,
                        "outcome-unknown",
                        "Whether this request acted is not known",
                        "The daemon ended in the middle of the first request with this key.")
                .remedy("Look whether what you asked for is there; if not, ask again with a new key.");
    }
}
