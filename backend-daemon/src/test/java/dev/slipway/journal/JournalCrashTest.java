package dev.slipway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes a journal is killed at a random moment: what it was told is written is there.
@Timeout(120)
class JournalCrashTest {
    private static final SessionId ID = Events.session(1);
    private static final int KILLS = 4;
    private static final String WRITTEN = "written ";
    private static final String SAVED = "saved ";

    @TempDir
    private Path home;

    /// For what SQLite unpacks: who is killed can't remove it.
    @TempDir
    private Path unpacked;

    @Test
    void whatWasWrittenSurvivesAKill() throws Exception {
        Random random = new Random(7);
        try (Journals journals = new Journals(home, InstantSource.system())) {
            journals.create(ID);
        }
        long before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Told told = runAndKill(50 + random.nextInt(1_500));

            try (Journals journals = new Journals(home, InstantSource.system())) {
                Journal journal = journals.open(ID);
                List<Envelope> rows = Events.all(journal);
                assertThat(told.rows()).isGreaterThan(before);
                assertThat((long) rows.size()).isGreaterThanOrEqualTo(told.rows());
                assertThat(rows)
                        .extracting(Envelope::seq)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, rows.size()).boxed().toList());
                assertThat(resumed(journal, before + 1)).isEqualTo(rows.subList((int) before, rows.size()));
                for (LiveText text : journal.live()) {
                    assertThat(counted(text.text().length())).startsWith(text.text());
                    journal.append(Events.written(text.block(), text.text())).awaitWritten();
                }
                assertThat(journal.live()).isEmpty();
                before = journal.last();
            }
        }
    }

    @Test
    void textThatStreamsIsSavedAsItComes() throws Exception {
        try (Journals journals = new Journals(home, InstantSource.system())) {
            journals.create(ID);
        }
        Told told = runAndKill(Integer.MAX_VALUE);

        try (Journals journals = new Journals(home, InstantSource.system())) {
            long streamed = journals.open(ID).live().stream()
                    .mapToLong(text -> text.text().chars().filter(c -> c == ' ').count())
                    .sum();
            assertThat(told.pieces()).isPositive();
            assertThat(streamed).isGreaterThanOrEqualTo(told.pieces());
        }
    }

    private record Told(long rows, long pieces) {}

    /// What the writer streams: `0 1 2 `, and so on.
    private static String counted(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(' ');
        }
        return text.toString();
    }

    private static List<Envelope> resumed(Journal journal, long from) throws InterruptedException {
        try (Subscription subscription = journal.subscribe(from)) {
            return Events.readUntil(subscription, journal.last());
        }
    }

    /// Runs [Writer] until it has said so many things, or for 1.5 seconds of streaming, and kills it.
    private Told runAndKill(int lines) throws Exception {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.sqlite.tmpdir=" + unpacked,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        home.toString(),
                        lines == Integer.MAX_VALUE ? "stream" : "all")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = child.inputReader()) {
            long rows = 0;
            long pieces = 0;
            int count = 0;
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(WRITTEN)) {
                    rows = Long.parseLong(line.substring(WRITTEN.length()));
                } else if (line.startsWith(SAVED)) {
                    pieces = Long.parseLong(line.substring(SAVED.length()));
                } else {
                    throw new AssertionError("The child said " + line);
                }
                if (++count == lines) {
                    // Killed with what it has under way; whatever is still in the pipe was told all the same.
                    child.toHandle().destroyForcibly();
                }
                if (lines == Integer.MAX_VALUE && count == 4) {
                    child.toHandle().destroyForcibly();
                }
            }
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return new Told(rows, pieces);
        } finally {
            child.destroyForcibly();
        }
    }

    /// Appends and streams until it is killed, and says what is safe.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            Journal journal = new Journals(Path.of(arguments[0]), InstantSource.system()).open(ID);
            boolean streamOnly = arguments[1].equals("stream");
            BlockId block = new BlockId("block-" + journal.last());
            // 500 ms are promised; a machine that is busy with other tests is late.
            Duration old = Duration.ofMillis(1_500);
            long[] streamedAt = new long[1 << 20];
            int said = 0;
            for (int i = 0; i < streamedAt.length; i++) {
                journal.stream(block, BlockKind.TEXT, "", i + " ");
                streamedAt[i] = System.nanoTime();
                if (streamOnly) {
                    LockSupport.parkNanos(100_000);
                    int safe = said;
                    while (safe < i && System.nanoTime() - streamedAt[safe] > old.toNanos()) {
                        safe++;
                    }
                    if (safe - said >= 500) {
                        said = safe;
                        System.out.println(SAVED + safe);
                    }
                } else {
                    Appended appended = journal.append(Events.started(i, 3));
                    if (i % 3 == 0) {
                        appended.awaitWritten();
                        System.out.println(
                                "written " + appended.envelopes().getLast().seq());
                    }
                }
            }
        }
    }
}
