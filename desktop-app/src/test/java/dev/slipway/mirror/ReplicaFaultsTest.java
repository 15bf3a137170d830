package dev.slipway.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Backoff;
import dev.slipway.link.Eventually;
import dev.slipway.link.Link;
import dev.slipway.link.TestJournal;
import dev.slipway.link.TestServer;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.SessionCalls.NewPrompt;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever befalls the files, the disk or the server: a transcript is whole or is fetched again, and what the person
/// wrote is never lost.
class ReplicaFaultsTest {
    private static final SessionId SESSION = SessionId.of(1_760_000_000_000L, 1);
    private static final int KILLS = 8;

    @TempDir
    Path folder;

    private final Random random = new Random(11);
    private final TestServer server = new TestServer();
    private final Link link = new Link(
            server.address(), new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), random), InstantSource.system());

    @BeforeEach
    void start() {
        link.start();
    }

    @AfterEach
    void close() {
        link.close();
        server.close();
    }

    @Test
    void aWindowThatIsKilledLeavesAWholeReplicaAndAllThatWasWritten() throws Exception {
        long kept = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledWriter.class.getName(),
                            file().toString())
                    .redirectErrorStream(true)
                    .start();
            // It says the number of each draft once that is kept.
            String last = "";
            try (var said = process.inputReader()) {
                int lines = 1 + random.nextInt(60);
                for (int i = 0; i < lines; i++) {
                    last = said.readLine();
                    assertThat(last).as("what it says").isNotNull().matches("\\d+");
                }
                process.destroyForcibly().waitFor();
            }
            try (Mirror mirror = new Mirror(file(), link)) {
                Replica replica = mirror.read(SESSION);
                List<Envelope> events = replica.read(1, Integer.MAX_VALUE);
                assertThat(events).hasSize((int) replica.last());
                assertThat(replica.last()).isGreaterThan(kept);
                assertThat(replica.rows(0, replica.end())).hasSize(replica.end());
                assertThat(Long.parseLong(mirror.draft("place").orElseThrow()))
                        .isGreaterThanOrEqualTo(Long.parseLong(last));
                assertThat(mirror.outbox().all()).hasSizeGreaterThanOrEqualTo(Integer.parseInt(last) + 1);
                kept = replica.last();
            }
        }
    }

    @Test
    void aReplicaThatIsDamagedIsMadeAnewWithAllThatWasWritten() throws Exception {
        TestJournal journal = journal(3_000);
        visit(journal);
        write();
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            byte[] rubbish = new byte[(int) damaged.length() - 100];
            random.nextBytes(rubbish);
            damaged.seek(100);
            damaged.write(rubbish);
        }

        assertWritten();
        visit(journal);
    }

    @Test
    void aFileThatIsNoReplicaAtAllIsPutAside() throws Exception {
        write();
        Files.writeString(file(), "This is a shopping list, and a long one. ".repeat(100));

        visit(journal(100));
        assertWritten();
        assertThat(file().resolveSibling("mirror.db.damaged")).exists();
    }

    /// What may befall the file while it is in use, noticed by SQLite or not.
    enum Damage {
        RUBBISH_ALL_OVER {
            @Override
            void befalls(Path file, Random random) throws Exception {
                byte[] rubbish = new byte[4_096 * 20];
                random.nextBytes(rubbish);
                try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                    for (long at = 4_096; at + rubbish.length < damaged.length(); at += rubbish.length) {
                        damaged.seek(at);
                        damaged.write(rubbish);
                    }
                }
            }
        },
        RUBBISH_IN_SOME_PAGES {
            @Override
            void befalls(Path file, Random random) throws Exception {
                byte[] rubbish = new byte[4_096];
                try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                    for (int i = 0; i < 60; i++) {
                        random.nextBytes(rubbish);
                        damaged.seek(4_096L * (1 + random.nextInt((int) (damaged.length() / 4_096) - 1)));
                        damaged.write(rubbish);
                    }
                }
            }
        },
        PAGES_OF_ZEROES {
            @Override
            void befalls(Path file, Random random) throws Exception {
                try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                    damaged.seek(4_096L * 10);
                    damaged.write(new byte[(int) damaged.length() - 4_096 * 10]);
                }
            }
        },
        OTHER_WORDS {
            @Override
            void befalls(Path file, Random random) throws Exception {
                sql(file, "UPDATE event SET json = replace(json, 'words', 'swords') WHERE at % 50 = 7");
            }
        },
        EVENTS_LOST {
            @Override
            void befalls(Path file, Random random) throws Exception {
                sql(file, "DELETE FROM event WHERE at % 1000 = 500");
            }
        },
        CUT_SHORT {
            @Override
            void befalls(Path file, Random random) throws Exception {
                try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                    damaged.setLength(damaged.length() / 8_192 * 4_096);
                }
            }
        };

        abstract void befalls(Path file, Random random) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void aReplicaThatIsDamagedWhileTheWindowIsOpenIsMadeAnewByLookingAtIt(Damage damage) throws Exception {
        TestJournal journal = journal(5_000);
        List<Replica.News> told = Collections.synchronizedList(new ArrayList<>());
        try (Mirror mirror = new Mirror(file(), link);
                Replica replica = mirror.open(SESSION)) {
            Eventually.that("all is here", () -> replica.low() == 1 && replica.last() == journal.last());
            mirror.writeDraft("place", "a thought");
            mirror.keepDraft("place");
            replica.onNews(told::add);
            checkpoint();
            damage.befalls(file(), random);

            awaitWhole(replica, journal);
            assertThat(told).hasAtLeastOneElementOfType(Replica.News.Anew.class);
            assertThat(mirror.draft("place")).contains("a thought");
            assertThat(file().resolveSibling("mirror.db.damaged")).exists();
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void aReplicaThatIsDamagedWhileEventsComeIsMadeAnew(Damage damage) throws Exception {
        TestJournal journal = journal(3_000);
        try (Mirror mirror = new Mirror(file(), link);
                Replica replica = mirror.open(SESSION)) {
            Eventually.that("all is here", () -> replica.low() == 1 && replica.last() == journal.last());
            checkpoint();
            damage.befalls(file(), random);
            RandomJournal more = new RandomJournal(random);
            for (int i = 0; i < 200; i++) {
                more.write(journal, 3);
                assertOf(replica.read(1 + random.nextInt((int) journal.last()), 100), journal);
            }
            awaitWhole(replica, journal);
        }
    }

    @Test
    void ofTwoWindowsThatShareADamagedFileEachGoesOn() throws Exception {
        TestJournal journal = journal(3_000);
        try (Mirror one = new Mirror(file(), link);
                Mirror other = new Mirror(file(), link);
                Replica first = one.open(SESSION);
                Replica second = other.open(SESSION)) {
            for (Replica replica : List.of(first, second)) {
                Eventually.that("all is here", () -> replica.low() == 1 && replica.last() == journal.last());
            }
            checkpoint();
            Damage.RUBBISH_ALL_OVER.befalls(file(), random);
            awaitWhole(first, journal);
            awaitWhole(second, journal);
            new RandomJournal(random).write(journal, 500);
            awaitWhole(first, journal);
            awaitWhole(second, journal);
        }
    }

    @Test
    void wordsAreFoundAgainAfterTheFileWasDamaged() throws Exception {
        TestJournal journal = journal(3_000);
        try (Mirror mirror = new Mirror(file(), link);
                Replica replica = mirror.open(SESSION)) {
            Eventually.that("all is here", () -> replica.low() == 1 && replica.last() == journal.last());
            int before = found(mirror);
            assertThat(before).isPositive();
            checkpoint();
            Damage.RUBBISH_ALL_OVER.befalls(file(), random);

            Eventually.that("the search finds them again", () -> found(mirror) == before);
        }
    }

    private static int found(Mirror mirror) {
        List<Search.Hit> hits = new ArrayList<>();
        mirror.search().in(SESSION, "some words", 1, hits::addAll, () -> false);
        return hits.size();
    }

    /// Waits until all is here again; what is shown meanwhile is less, yet never wrong.
    private static void awaitWhole(Replica replica, TestJournal journal) {
        Eventually.that("it is whole again", () -> {
            List<Envelope> shown = replica.read(1, Integer.MAX_VALUE);
            assertOf(shown, journal);
            return shown.size() == journal.last();
        });
        assertThat(replica.rows(replica.first(), replica.end())).hasSize(replica.end() - replica.first());
    }

    private static void assertOf(List<Envelope> shown, TestJournal journal) {
        if (!shown.isEmpty()) {
            int first = (int) shown.getFirst().seq();
            assertThat(shown.equals(journal.all().subList(first - 1, first - 1 + shown.size())))
                    .as("what is shown is of the journal")
                    .isTrue();
        }
    }

    @Test
    void aReplicaOfALaterVersionIsMadeAnewAndKeptAside() throws Exception {
        TestJournal journal = journal(50);
        visit(journal);
        write();
        sql(file(), "PRAGMA user_version = 99");

        assertWritten();
        visit(journal);
        assertThat(file().resolveSibling("mirror.db.v99")).exists();
    }

    @Test
    void whatAnEarlierVersionKeptInTheReplicaIsTakenOver() throws Exception {
        sql(
                file(),
                "CREATE TABLE session (number INTEGER PRIMARY KEY, id TEXT, summary TEXT, seen INTEGER, rows INTEGER)",
                "CREATE TABLE draft (session TEXT PRIMARY KEY, text TEXT NOT NULL)",
                "CREATE TABLE outbox (id TEXT PRIMARY KEY, session TEXT, prompt TEXT, at TEXT)",
                "INSERT INTO session VALUES (1, '" + SESSION.value() + "', NULL, 17, 3)",
                "INSERT INTO draft VALUES ('place', 'a thought')",
                "INSERT INTO outbox VALUES ('p1', '" + SESSION.value()
                        + "', '{\"id\":\"p1\",\"text\":\"do it\",\"attachments\":[]}', '2026-01-01T00:00:00Z')",
                "PRAGMA user_version = 1");

        assertWritten();
        try (Mirror mirror = new Mirror(file(), link)) {
            assertThat(mirror.seen()).containsEntry(SESSION, 17L);
        }
    }

    @Test
    void theFileOfWhatWasWrittenSavesWhatItCanWhenItIsOfAnotherVersion() throws Exception {
        write();
        sql(file().resolveSibling("mirror.own.db"), "PRAGMA user_version = 7");

        assertWritten();
    }

    @Test
    void aFullDiskIsToldAndWhatCameMeanwhileIsThereOnceThereIsRoom() throws Exception {
        TestJournal journal = journal(200);
        try (Store store = new Store(file(), Mirror.LAYOUT, (_, _) -> {})) {
            Replica replica = new Replica(SESSION, new Events(store, SESSION));
            List<Replica.News> told = Collections.synchronizedList(new ArrayList<>());
            replica.onNews(told::add);
            limit(store, 1);
            replica.follow(link);
            Eventually.that(
                    "it says so",
                    () -> List.copyOf(told).stream()
                            .anyMatch(news -> news instanceof Replica.News.Ended ended
                                    && ended.problem().code().equals("disk-full")));
            new RandomJournal(random).write(journal, 500);

            limit(store, 1_000_000);
            Eventually.that("all is here", () -> replica.last() == journal.last() && replica.low() == 1);
            assertThat(replica.read(1, Integer.MAX_VALUE)).isEqualTo(journal.all());
            replica.close();
        }
    }

    @Test
    void twoWindowsMayShareAFile() {
        TestJournal journal = journal(12_000);
        try (Mirror one = new Mirror(file(), link);
                Mirror other = new Mirror(file(), link);
                Replica first = one.open(SESSION);
                Replica second = other.open(SESSION)) {
            for (int i = 0; i < 300; i++) {
                new RandomJournal(random).write(journal, 5);
            }
            for (Replica replica : List.of(first, second)) {
                Eventually.that("all is in both", () -> replica.last() == journal.last() && replica.low() == 1);
                assertThat(replica.read(1, Integer.MAX_VALUE)).isEqualTo(journal.all());
                assertThat(replica.rows(replica.first(), replica.end())).hasSize(replica.end() - replica.first());
            }
            assertThat(second.end() - second.first()).isEqualTo(first.end() - first.first());
        }
    }

    @Test
    void aJournalThatWasRestoredToAnOlderStateReplacesWhatIsHere() throws Exception {
        TestJournal journal = journal(1_000);
        write();
        try (Mirror mirror = new Mirror(file(), link);
                Replica replica = mirror.open(SESSION)) {
            Eventually.that("all is here", () -> replica.last() == 1_000 && replica.low() == 1);
            TestJournal restored = journal.upTo(700);
            server.replace(SESSION, restored);
            Eventually.that("what is gone there is gone here", () -> replica.last() == 700 && replica.low() == 1);

            new RandomJournal(random).write(restored, 900);
            Eventually.that("it goes on", () -> replica.last() == restored.last());
            assertThat(replica.read(1, Integer.MAX_VALUE)).isEqualTo(restored.all());
        }
        assertWritten();
    }

    @Test
    void aRestoredJournalIsNoticedThoughItIsLongerByNow() throws Exception {
        TestJournal journal = journal(1_000);
        visit(journal);
        write();
        TestJournal restored = journal.upTo(700);
        new RandomJournal(random).write(restored, 2_000);
        server.replace(SESSION, restored);

        visit(restored);
        assertWritten();
    }

    @Test
    void aServerThatTookTheOthersAddressLeavesReadableWhatWasVisitedThere() throws Exception {
        TestJournal journal = journal(500);
        visit(journal);
        write();
        SessionId its = SessionId.of(1_770_000_000_000L, 9);
        try (Mirror mirror = new Mirror(file(), link)) {
            server.forget(SESSION);
            List<Replica.News> told = Collections.synchronizedList(new ArrayList<>());
            Replica gone = mirror.read(SESSION);
            gone.onNews(told::add);
            mirror.follow(gone);
            new RandomJournal(random).write(server.journal(its), 300);
            try (Replica other = mirror.open(its)) {
                Eventually.that("its own session comes", () -> other.last() == 300);
            }
            Eventually.that(
                    "it says that it does not know the session",
                    () -> List.copyOf(told).stream().anyMatch(Replica.News.Ended.class::isInstance));
            assertThat(gone.read(1, Integer.MAX_VALUE)).isEqualTo(journal.all());
            gone.close();
        }
        assertWritten();
    }

    private Path file() {
        return folder.resolve("mirror.db");
    }

    private TestJournal journal(int events) {
        TestJournal journal = server.journal(SESSION);
        new RandomJournal(random).write(journal, events);
        return journal;
    }

    private void visit(TestJournal journal) {
        try (Mirror mirror = new Mirror(file(), link);
                Replica replica = mirror.open(SESSION)) {
            Eventually.that("all is here", () -> replica.low() == 1 && replica.last() == journal.last());
            Eventually.that(
                    "it is the journal",
                    () -> replica.read(1, Integer.MAX_VALUE).equals(journal.all()));
        }
    }

    private void write() {
        try (Mirror mirror = new Mirror(file(), link)) {
            mirror.writeDraft("place", "a thought");
            mirror.keepDraft("place");
            mirror.outbox()
                    .keep(new Outbox.Waiting(
                            SESSION,
                            new NewPrompt(
                                    Optional.of(new PromptId("p1")),
                                    "do it",
                                    Optional.empty(),
                                    List.of(),
                                    Optional.empty()),
                            Instant.EPOCH));
        }
    }

    private void assertWritten() {
        try (Mirror mirror = new Mirror(file(), link)) {
            assertThat(mirror.draft("place")).contains("a thought");
            assertThat(mirror.outbox().all())
                    .extracting(waiting -> waiting.prompt().text())
                    .containsExactly("do it");
        }
    }

    private void checkpoint() throws SQLException {
        sql(file(), "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void limit(Store store, int pages) throws SQLException {
        store.write(connection -> Store.all(connection, "PRAGMA max_page_count = " + pages, row -> row.getInt(1)));
    }

    private static void sql(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
