package dev.slipway.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.model.account.Role;
import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DatabaseTest {
    private static final Migrations NOTES =
            Migrations.of("notes", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");

    @TempDir
    private Path home;

    @Test
    void everyKindOfValueComesBack() {
        Instant noon = Instant.parse("2026-03-01T12:00:00.123456Z");
        try (Database database = open()) {
            database.migrate(Migrations.of("kinds", "CREATE TABLE kind (a, b, c, d, e, f, g, h)"));
            database.write(sql -> sql.run(
                    "INSERT INTO kind VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    "text",
                    1L << 40,
                    true,
                    noon,
                    new byte[] {1, 2},
                    Role.ADMIN,
                    Optional.of(new UserId("ada")),
                    Optional.empty()));

            List<Object> row = database.read(sql -> sql.first(
                            "SELECT * FROM kind",
                            r -> List.<Object>of(
                                    r.text(1),
                                    r.number(2),
                                    r.flag(3),
                                    r.instant(4),
                                    r.bytes(5).length,
                                    r.text(6),
                                    r.text(7),
                                    r.optionalText(8)))
                    .orElseThrow());

            assertThat(row).containsExactly("text", 1L << 40, true, noon, 2, "ADMIN", "ada", Optional.empty());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> database.write(sql -> sql.run("INSERT INTO kind (a) VALUES (?)", home)));
        }
    }

    @Test
    void aTransactionThatFailsLeavesNothing() {
        try (Database database = open()) {
            database.migrate(NOTES);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> database.write(sql -> {
                        sql.run("INSERT INTO note VALUES (1, 'a')");
                        return sql.run("INSERT INTO note VALUES (1, 'again')");
                    }));

            assertThat(notes(database)).isEmpty();
            database.write(sql -> sql.run("INSERT INTO note VALUES (1, 'a')"));
            assertThat(notes(database)).containsExactly("a");
        }
    }

    @Test
    void manyRowsThatFailLeaveNothingForTheNext() {
        try (Database database = open()) {
            database.migrate(NOTES);
            List<@Nullable Object[]> twice = List.of(new Object[] {1, "a"}, new Object[] {1, "again"});
            List<@Nullable Object[]> odd = List.of(new Object[] {2, "b"}, new Object[] {3, home});
            List<@Nullable Object[]> good = List.of(new Object[] {4, "d"}, new Object[] {5, "e"});

            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> insert(database, twice));
            assertThatIllegalArgumentException().isThrownBy(() -> insert(database, odd));
            insert(database, good);

            assertThat(notes(database)).containsExactly("d", "e");
        }
    }

    private static void insert(Database database, List<@Nullable Object[]> rows) {
        database.write(sql -> {
            sql.runEach("INSERT INTO note VALUES (?, ?)", rows);
            return rows.size();
        });
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() {
        try (Database database = open()) {
            database.migrate(NOTES);
            database.write(sql -> sql.run("INSERT INTO note VALUES (1, 'a')"));
        }
        try (Database database = open()) {
            database.migrate(NOTES);
            assertThat(notes(database)).containsExactly("a");
        }
    }

    @Test
    void eachOwnerTakesTheStepsItLacks() {
        try (Database database = open()) {
            database.migrate(NOTES);
            database.write(sql -> sql.run("INSERT INTO note VALUES (1, 'a')"));
        }
        Migrations more = Migrations.of(
                "notes",
                NOTES.steps().getFirst(),
                "ALTER TABLE note ADD COLUMN color TEXT; UPDATE note SET text = 'b'; ");
        try (Database database = open()) {
            database.migrate(Migrations.of("others", "CREATE TABLE other (id INTEGER)"));
            database.migrate(more);
            database.migrate(more);

            assertThat(notes(database)).containsExactly("b");
        }
    }

    @Test
    void aStepThatFailsTakesTheOthersBack() {
        Migrations broken = Migrations.of("notes", NOTES.steps().getFirst(), "CREATE TABLE oops (;");
        try (Database database = open()) {
            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> database.migrate(broken));
            database.migrate(NOTES);

            assertThat(notes(database)).isEmpty();
        }
    }

    @Test
    void aFileOfANewerVersionIsRefused() {
        try (Database database = open()) {
            database.migrate(Migrations.of("notes", NOTES.steps().getFirst(), "CREATE TABLE later (id INTEGER)"));
        }
        try (Database database = open()) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> database.migrate(NOTES))
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("file-newer"))
                    .satisfies(e -> assertThat(e.problem().remedy()).isPresent());
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsCalledDamaged() throws Exception {
        Files.write(
                home.resolve("daemon.db"),
                "This is no SQLite file. ".repeat(100).getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(this::open)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("file-damaged"));
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        Path missing = home.resolve("missing/daemon.db");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Database.open(missing, "the test's database"))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("file-not-writable"))
                .satisfies(e -> assertThat(e.problem().detail()).contains(missing.toString()));
    }

    @Test
    void anOddDirectoryNameIsNoParameter() throws Exception {
        Path odd = Files.createDirectory(home.resolve("a b?mode=memory#%41;ü"));
        try (Database database = Database.open(odd.resolve("daemon.db"), "the test's database")) {
            database.migrate(NOTES);
        }

        assertThat(odd.resolve("daemon.db")).isNotEmptyFile();
        assertThat(home.toFile().list()).hasSize(1);
    }

    @Test
    void theReaderSeesTheStateBeforeAWriteThatGoesOn() throws Exception {
        try (Database database = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.migrate(NOTES);
            CountDownLatch writing = new CountDownLatch(1);
            CountDownLatch read = new CountDownLatch(1);
            Future<Integer> write = threads.submit(() -> database.write(sql -> {
                sql.run("INSERT INTO note VALUES (1, 'a')");
                writing.countDown();
                return await(read);
            }));
            assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(notes(database)).isEmpty();
            read.countDown();
            assertThat(write.get()).isZero();
            assertThat(notes(database)).containsExactly("a");
        }
    }

    @Test
    void theReaderCannotWrite() {
        try (Database database = open()) {
            database.migrate(NOTES);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> database.read(sql -> sql.run("DELETE FROM note")));
        }
    }

    @Test
    void manyVirtualThreadsWriteAtOnce() throws Exception {
        try (Database database = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.migrate(NOTES);
            List<Future<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int id = i;
                writes.add(threads.submit(
                        () -> database.write(sql -> sql.run("INSERT INTO note VALUES (?, ?)", id, "note " + id))));
            }
            for (Future<Integer> write : writes) {
                assertThat(write.get()).isEqualTo(1);
            }
            assertThat(notes(database)).hasSize(100);
        }
    }

    @Test
    void afterTheEndItSaysThatItStopped() {
        Database database = open();
        database.close();
        database.close();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> notes(database))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("stopping"));
    }

    private static int await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS) ? 0 : 1;
        } catch (InterruptedException e) {
            return 2;
        }
    }

    private static List<String> notes(Database database) {
        return database.read(sql -> sql.list("SELECT text FROM note ORDER BY id", row -> row.text(1)));
    }

    private Database open() {
        return Database.open(home.resolve("daemon.db"), "the test's database");
    }
}
