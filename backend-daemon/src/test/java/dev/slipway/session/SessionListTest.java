package dev.slipway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls.SessionChange;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a list of sessions can be asked for; putting sessions away and bringing them back.
final class SessionListTest {
    private final Script model = new Script();
    private Path home;
    private House house;

    @BeforeEach
    void build() throws Exception {
        home = Files.createTempDirectory("slipway-session-list");
        house = new House(home, model.stub.baseUrl());
        house.importShop();
    }

    @AfterEach
    void end() throws Exception {
        house.tearDown();
        model.close();
    }

    private SessionId named(String title) {
        SessionId id = house.session(House.ADA);
        rename(id, title);
        return id;
    }

    private void rename(SessionId id, String title) {
        house.sessions.change(id, new SessionChange(Optional.of(title), Optional.empty(), Optional.empty()), House.ADA);
    }

    private SessionSummary archive(SessionId id, boolean archived) {
        return house.sessions.change(
                id, new SessionChange(Optional.empty(), Optional.empty(), Optional.of(archived)), House.BOB);
    }

    private static SessionQuery query(String search, Optional<UserId> person, Optional<Boolean> archived) {
        return new SessionQuery(
                Optional.empty(), Optional.empty(), person, SessionQuery.words(search), archived, false);
    }

    private List<SessionId> ids(SessionQuery query) {
        return house.sessions.list(query, Optional.empty(), 100).sessions().stream()
                .map(SessionSummary::id)
                .toList();
    }

    @Test
    void aSearchWantsAllWordsWhereverTheyStandInWhateverCase() {
        SessionId tax = named("Mixed TAX rätes");
        named("Cache images");

        assertThat(ids(query("rÄtes tax", Optional.empty(), Optional.empty()))).containsExactly(tax);
        assertThat(ids(query("shop " + House.ADA.name(), Optional.empty(), Optional.empty())))
                .hasSize(2);
        assertThat(ids(query("tax cache", Optional.empty(), Optional.empty()))).isEmpty();
        assertThat(ids(query("% _", Optional.empty(), Optional.empty()))).isEmpty();
    }

    @Test
    void sessionsAreFoundByWhoPrompted() {
        SessionId asked = named("Asked by Bob");
        named("Not asked by Bob");
        model.then(Script.says("Yes."));
        house.turn(asked, House.BOB, "May I?");

        assertThat(ids(query("", Optional.of(House.BOB.id()), Optional.empty())))
                .containsExactly(asked);
        assertThat(ids(query("", Optional.of(new UserId("bo")), Optional.empty())))
                .isEmpty();
    }

    @Test
    void whatChangedLastComesFirstWhenWantedAndPagesGoOnFromThere() {
        List<SessionId> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(named("Session " + i));
        }
        rename(made.get(0), "Changed last");
        SessionQuery byUpdate = SessionQuery.ALL.newestChangeFirst();

        Sessions.Listing first = house.sessions.list(byUpdate, Optional.empty(), 2);
        Sessions.Listing second = house.sessions.list(byUpdate, first.next(), 2);
        Sessions.Listing third = house.sessions.list(byUpdate, second.next(), 2);

        assertThat(first.sessions()).extracting(SessionSummary::id).containsExactly(made.get(0), made.get(4));
        assertThat(second.sessions()).extracting(SessionSummary::id).containsExactly(made.get(3), made.get(2));
        assertThat(third.sessions()).extracting(SessionSummary::id).containsExactly(made.get(1));
        assertThat(third.next()).isEmpty();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> house.sessions.list(byUpdate, Optional.of("nonsense"), 2))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("malformed-cursor"));
    }

    @Test
    void whatIsPutAwayIsListedApartSurvivesARestartAndComesBackWithAPrompt() throws Exception {
        SessionId kept = named("Kept");
        SessionId away = named("Away");
        assertThat(archive(away, true).archived()).isTrue();
        long last = house.sessions.summary(away).lastSeq();
        archive(away, true);
        assertThat(house.sessions.summary(away).lastSeq()).as("nothing new").isEqualTo(last);

        house.close();
        house = new House(home, model.stub.baseUrl());

        assertThat(ids(query("", Optional.empty(), Optional.of(true)))).containsExactly(away);
        assertThat(ids(query("", Optional.empty(), Optional.of(false)))).containsExactly(kept);
        assertThat(ids(SessionQuery.ALL)).containsExactly(away, kept);
        assertThat(archive(away, false).archived()).isFalse();
        archive(away, true);
        model.then(Script.says("Here."));
        house.turn(away, House.ADA, "Are you there?");
        assertThat(house.sessions.summary(away).archived()).isFalse();
    }

    @Test
    void aSessionAtWorkCantBePutAway() {
        SessionId busy = named("Busy");
        CountDownLatch go = new CountDownLatch(1);
        model.after(go, Script.says("Done."));
        house.prompt(busy, House.ADA, "Work");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> archive(busy, true))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("session-works"));
        go.countDown();
        house.rest(busy);
        assertThat(archive(busy, true).archived()).isTrue();
    }

    @Test
    void aSessionWhoseNewestRowIsOnItsWayToItsFileIsWaitedFor() throws Exception {
        SessionProjection created = new SessionProjection();
        SessionId id = SessionId.of(1, 1);
        created.apply(new Envelope(
                1,
                Instant.EPOCH,
                new SessionEvent.SessionCreated(
                        id,
                        new RepositoryId("shop"),
                        new BranchName("main"),
                        new BranchName("slipway/x"),
                        new ModelName("anthropic/claude"),
                        House.ADA.author(),
                        "Fix the cart")));
        AtomicInteger asked = new AtomicInteger();
        try (Database database = Database.open(home.resolve("other.db"), "another database")) {
            SessionIndex index = new SessionIndex(database, InstantSource.system());
            index.save(
                    id,
                    () -> asked.incrementAndGet() < 4
                            ? new SessionActor.Standing(Optional.empty(), true)
                            : new SessionActor.Standing(Optional.of(created.snapshot()), false));

            index.catchUp();
            assertThat(index.list(SessionQuery.ALL, Optional.empty(), 10)).hasSize(1);
            index.close();
        }
    }

    @Test
    void aSessionWhoseDiskHangsIsWaitedForOnceOnly() throws Exception {
        try (Database database = Database.open(home.resolve("other.db"), "another database")) {
            SessionIndex index = new SessionIndex(database, InstantSource.system());
            index.save(SessionId.of(1, 1), () -> new SessionActor.Standing(Optional.empty(), true));
            index.catchUp();

            long begun = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                index.catchUp();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
            index.close();
        }
    }

    @Test
    void anOlderIndexIsBroughtUpToDate() throws Exception {
        SessionId old = named("Made by an older Slipway");
        assertThat(ids(SessionQuery.ALL)).containsExactly(old);
        house.close();
        Path older = home.resolve("older.db");
        try (Database from = Database.open(home.resolve("daemon.db"), "the daemon's database");
                Database database = Database.open(older, "an older database")) {
            database.migrate(
                    Migrations.of("session", SessionIndex.MIGRATIONS.steps().getFirst()));
            List<String> row = from.read(sql -> sql.first(
                            "SELECT summary, snapshot FROM session WHERE id = ?",
                            found -> List.of(found.text(1), found.text(2)),
                            old))
                    .orElseThrow();
            database.write(
                    sql -> sql.run("INSERT INTO session VALUES (?, 'shop', 1, ?, ?)", old, row.get(0), row.get(1)));

            SessionIndex index = new SessionIndex(database, InstantSource.system());

            SessionQuery search = query("older " + House.ADA.name(), Optional.of(House.ADA.id()), Optional.of(false));
            SessionIndex.Listed listed =
                    index.list(search.newestChangeFirst(), Optional.empty(), 10).getFirst();
            assertThat(listed.summary().id()).isEqualTo(old);
            assertThat(listed.cursor().updatedMicros())
                    .isCloseTo(listed.summary().updatedAt().toEpochMilli() * 1_000, within(2_000L));
            index.close();
        }
        house = new House(home, model.stub.baseUrl());
    }
}
