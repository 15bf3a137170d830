package dev.slipway.journal;

import static dev.slipway.journal.Events.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the world does to journals: full disks, lost and damaged files.
@Timeout(60)
class JournalFaultTest {
    private static final SessionId ID = Events.session(1);

    @TempDir
    private Path home;

    @Test
    void onAFullDiskNothingAcknowledgedIsLostAndItGoesOnWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = new SmallDisk(home.resolve("small"))) {
            Path ballast = disk.path().resolve("ballast");
            Files.write(ballast, new byte[1 << 20]);
            long acknowledged = 0;
            try (Journals journals = new Journals(disk.path().resolve("sessions"), InstantSource.system())) {
                Journal journal = journals.create(ID);
                @Nullable ProblemException full = null;
                for (int i = 0; full == null; i++) {
                    assertThat(i).as("appends until the disk is full").isLessThan(1_000);
                    try {
                        acknowledged = journal.append(Events.written(new BlockId("b" + i), "x".repeat(50_000)))
                                .awaitSynced()
                                .envelopes()
                                .getLast()
                                .seq();
                    } catch (ProblemException e) {
                        full = e;
                    }
                }
                assertThat(full.problem().code()).isEqualTo("disk-full");
                assertThat(journal.last()).isEqualTo(acknowledged);
                assertThat(journal.read(1, 1)).hasSize(1);

                // Rows that nobody waits for: the next append tells.
                String large = "y".repeat(2_000_000);
                journal.append(Events.written(new BlockId("large"), large));
                Subscription subscription = journal.subscribe(acknowledged + 1);
                journal.stream(new BlockId("seen"), BlockKind.TEXT, "", "after it");
                assertThat(subscription.next(Duration.ofSeconds(10)).live()).hasSize(1);
                assertThatExceptionOfType(ProblemException.class)
                        .isThrownBy(() -> journal.append(started("told")))
                        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("disk-full"));

                Files.delete(ballast);
                List<Envelope> rows =
                        journal.append(started("there is room")).awaitSynced().envelopes();
                assertThat(rows.getFirst().seq()).isEqualTo(acknowledged + 1);
                assertThat(subscription.next(Duration.ofSeconds(10)).events()).isEqualTo(rows);
            }
            try (Journals journals = new Journals(disk.path().resolve("sessions"), InstantSource.system())) {
                assertThat(Events.all(journals.open(ID))).hasSize((int) acknowledged + 1);
            }
        }
    }

    @Test
    void aBlobOnAFullDiskIsRefusedAndLeavesNothing() throws Exception {
        try (SmallDisk disk = new SmallDisk(home.resolve("small"))) {
            Blobs blobs = new Blobs(disk.path().resolve("blobs"));

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> blobs.put(new byte[8 << 20]))
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("disk-full"));
            assertThat(disk.path().resolve("blobs")).isEmptyDirectory();
        }
    }

    @Test
    void aDamagedFileIsCalledSo() throws Exception {
        create(started(0, 100));
        try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
            bytes.write(new byte[200]);
        }

        try (Journals journals = new Journals(home, InstantSource.system())) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> journals.open(ID).last())
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("file-damaged"))
                    .satisfies(e -> assertThat(e.problem().detail()).contains(file().toString()));
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> journals.open(ID).append(started("x")));
            Journal other = journals.create(Events.session(2));
            other.append(started("the others go on")).awaitWritten();
            assertThat(other.last()).isEqualTo(1);
        }
    }

    @Test
    void aFileThatIsGoneIsNotMadeAnew() throws Exception {
        create(started(0, 3));
        try (Journals journals = new Journals(home, InstantSource.system())) {
            Journal journal = journals.open(ID);
            Files.delete(file());

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(journal::last)
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("journal-gone"));
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void aFileThatGoesWhileItIsOpenIsNoticedWhenItMatters() throws Exception {
        try (Journals journals = new Journals(home, InstantSource.system())) {
            Journal journal = journals.create(ID);
            journal.append(started("x")).awaitSynced();
            Files.delete(file());
            Files.deleteIfExists(file().resolveSibling("journal.db-wal"));

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> journal.append(started("y")).awaitSynced())
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("journal-gone"));
        }
    }

    @Test
    void aFileThatSomebodyElseWroteIsNoticed() throws Exception {
        Limits restless = new Limits(1, 1, Duration.ofHours(1), Duration.ofMillis(1));
        try (Journals journals = new Journals(home, InstantSource.system(), restless)) {
            Journal journal = journals.create(ID);
            journal.append(started(0, 3)).awaitWritten();
            Path before = Files.copy(file(), home.resolve("backup"));
            journals.create(Events.session(2))
                    .append(started("takes its place"))
                    .awaitWritten();
            assertThat(Files.size(file())).isGreaterThanOrEqualTo(Files.size(before));
            Files.delete(file());
            try (Journals others = new Journals(home.resolve("other"), InstantSource.system())) {
                others.create(ID).append(started("another story")).awaitWritten();
            }
            Files.copy(home.resolve("other").resolve(ID.value()).resolve("journal.db"), file());

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> journal.append(started("x")).awaitWritten())
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("journal-changed"));
        }
    }

    @Test
    void aPlaceThatCannotHoldSessionsIsNamed() throws Exception {
        Path inTheWay = Files.writeString(home.resolve("sessions"), "a file");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new Journals(inTheWay, InstantSource.system()))
                .satisfies(e -> assertThat(e.problem().detail()).contains(inTheWay.toString()));
    }

    @Test
    void aDiskThatMayOnlyBeReadIsNamed() throws Exception {
        try (SmallDisk disk = new SmallDisk(home.resolve("small"))) {
            Path sessions = disk.path().resolve("sessions");
            try (Journals journals = new Journals(sessions, InstantSource.system())) {
                journals.create(ID).append(started("x")).awaitWritten();
            }
            disk.forbidWriting();

            try (Journals journals = new Journals(sessions, InstantSource.system())) {
                assertThatExceptionOfType(ProblemException.class)
                        .isThrownBy(() -> journals.open(ID).append(started("y")).awaitWritten())
                        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("file-not-writable"))
                        .satisfies(e -> assertThat(e.problem().detail()).contains(sessions.toString()));
                assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> journals.create(Events.session(2)));
            }
        }
    }

    private Path file() {
        return home.resolve(ID.value()).resolve("journal.db");
    }

    private void create(List<? extends SessionEvent> events) {
        try (Journals journals = new Journals(home, InstantSource.system())) {
            journals.create(ID).append(events).awaitWritten();
        }
    }

    /// A file system of 4 MiB; only the superuser can make one.
    private record SmallDisk(Path path) implements AutoCloseable {
        SmallDisk {
            try {
                Files.createDirectories(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", path.toString()))
                    .as("mount works here")
                    .isTrue();
        }

        void forbidWriting() {
            assertThat(run("mount", "-o", "remount,ro", path.toString())).isTrue();
        }

        @Override
        public void close() {
            assertThat(run("umount", path.toString())).isTrue();
        }

        private static boolean run(String... command) {
            try {
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getInputStream().readAllBytes();
                return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
