package dev.slipway.journal;

import static dev.slipway.journal.Events.session;
import static dev.slipway.journal.Events.started;
import static dev.slipway.journal.Events.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {
    private static final SessionId ONE = session(1);
    private static final BlockId BLOCK = new BlockId("t1.1");
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    @TempDir
    private Path home;

    private Journals journals;

    @BeforeEach
    void begin() {
        journals = open();
    }

    @AfterEach
    void end() {
        journals.close();
    }

    @Test
    void rowsAreCountedFromOneAndComeBackAsTheyWere() {
        Journal journal = journals.create(ONE);

        Appended first = journal.append(started(0, 3)).awaitWritten();
        Appended second = journal.append(started("more")).awaitSynced();

        assertThat(first.envelopes()).extracting(Envelope::seq).containsExactly(1L, 2L, 3L);
        assertThat(second.envelopes()).extracting(Envelope::seq).containsExactly(4L);
        List<Envelope> expected = new ArrayList<>(first.envelopes());
        expected.addAll(second.envelopes());
        assertThat(Events.all(journal)).isEqualTo(expected);
        assertThat(journal.read(2, 2)).isEqualTo(expected.subList(1, 3));
        assertThat(journal.readLast(2)).isEqualTo(expected.subList(2, 4));
        assertThat(journal.last()).isEqualTo(4);
    }

    @Test
    void everythingIsThereAfterARestart() {
        Journal journal = journals.create(ONE);
        journal.stream(BLOCK, BlockKind.TEXT, "", "Half a ");
        journal.stream(BLOCK, BlockKind.TEXT, "", "sentence");
        List<Envelope> rows = journal.append(started(0, 5)).envelopes();

        restart();

        Journal again = journals.open(ONE);
        assertThat(Events.all(again)).isEqualTo(rows);
        assertThat(again.live()).containsExactly(new LiveText(BLOCK, BlockKind.TEXT, "", 0, "Half a sentence"));
        assertThat(again.append(started("on"))
                        .awaitWritten()
                        .envelopes()
                        .getFirst()
                        .seq())
                .isEqualTo(6);
    }

    @Test
    void theRowThatEndsABlockTakesItsTextAway() throws Exception {
        Journal journal = journals.create(ONE);
        Subscription subscription = journal.subscribe(1);
        journal.stream(BLOCK, BlockKind.TEXT, "", "Hel");
        Batch piece = subscription.next(LONG);
        journal.append(written(BLOCK, "Hello")).awaitWritten();
        journal.stream(BLOCK, BlockKind.TEXT, "", "too late");

        assertThat(piece.live()).containsExactly(new LiveText(BLOCK, BlockKind.TEXT, "", 0, "Hel"));
        Batch row = subscription.next(LONG);
        assertThat(row.events()).extracting(Envelope::event).containsExactly(written(BLOCK, "Hello"));
        assertThat(row.live()).isEmpty();
        assertThat(journal.live()).isEmpty();
        assertThat(subscription.next(SHORT).isEmpty()).isTrue();
        restart();
        assertThat(journals.open(ONE).live()).isEmpty();
    }

    @Test
    void aSubscriberGetsRowsThenTheTextSoFarThenWhatStreams() throws Exception {
        Journal journal = journals.create(ONE);
        List<Envelope> rows = journal.append(started(0, 3)).awaitWritten().envelopes();
        journal.stream(BLOCK, BlockKind.TEXT, "", "so ");
        journal.stream(BLOCK, BlockKind.TEXT, "", "far");

        Subscription subscription = journal.subscribe(2);
        Batch first = subscription.next(LONG);
        Batch second = subscription.next(LONG);
        journal.stream(BLOCK, BlockKind.TEXT, "", ", and on");
        Batch third = subscription.next(LONG);

        assertThat(first.events()).isEqualTo(rows.subList(1, 3));
        assertThat(first.live()).isEmpty();
        assertThat(second.live()).containsExactly(new LiveText(BLOCK, BlockKind.TEXT, "", 0, "so far"));
        assertThat(third.live()).containsExactly(new LiveText(BLOCK, BlockKind.TEXT, "", 6, ", and on"));
        assertThat(subscription.cursor()).isEqualTo(4);
    }

    @Test
    void whatPiledUpForASlowSubscriberComesInOneBatch() throws Exception {
        Journal journal = journals.create(ONE);
        Subscription subscription = journal.subscribe(1);
        journal.append(started(0, 1)).awaitWritten();
        subscription.next(LONG);
        for (int i = 0; i < 100; i++) {
            journal.stream(BLOCK, BlockKind.TEXT, "", "x");
        }
        journal.append(started(0, 20)).awaitWritten();

        Batch batch = subscription.next(LONG);

        assertThat(batch.events()).hasSize(20);
        assertThat(batch.live()).containsExactly(new LiveText(BLOCK, BlockKind.TEXT, "", 0, "x".repeat(100)));
    }

    @Test
    void subscribersAtTheSamePlaceShareABatch() throws Exception {
        Journal journal = journals.create(ONE);
        Subscription one = journal.subscribe(1);
        Subscription two = journal.subscribe(1);
        journal.append(started(0, 2)).awaitWritten();

        Batch rows = one.next(LONG);
        assertThat(two.next(LONG)).isSameAs(rows);
        journal.stream(BLOCK, BlockKind.TEXT, "", "x");
        Batch text = one.next(LONG);
        assertThat(two.next(LONG)).isSameAs(text);
        Subscription late = journal.subscribe(1);
        assertThat(late.next(LONG).events()).isEqualTo(rows.events());
        assertThat(text.<String>encoded(b -> "made once")).isSameAs(text.<String>encoded(b -> "made again"));
    }

    @Test
    void ofToolOutputOnlyTheEndIsKept() throws Exception {
        Journal journal = journals.create(ONE);
        Subscription subscription = journal.subscribe(1);
        String line = "0123456789abcdef".repeat(64);
        int lines = 2_000;
        for (int i = 0; i < lines; i++) {
            journal.stream(BLOCK, BlockKind.TOOL_OUTPUT, "call-1", line);
        }

        LiveText text = subscription.next(LONG).live().getFirst();

        assertThat(text.end()).isEqualTo((long) lines * line.length());
        assertThat(text.text()).hasSizeBetween(OpenBlock.KEPT, OpenBlock.KEPT * 5 / 4);
        assertThat(text.parent()).isEqualTo("call-1");
        restart();
        LiveText kept = journals.open(ONE).live().getFirst();
        assertThat(kept.end()).isEqualTo(text.end());
        assertThat(kept.text()).endsWith(line).hasSizeLessThanOrEqualTo(OpenBlock.KEPT * 5 / 4);
    }

    @Test
    void aCharacterOfWhichHalfHasComeWaitsForItsOtherHalf() throws Exception {
        Journal journal = journals.create(ONE);
        Subscription subscription = journal.subscribe(1);
        String ship = "🚢";
        journal.stream(BLOCK, BlockKind.TEXT, "", "a" + ship.charAt(0));
        Batch before = subscription.next(LONG);
        journal.stream(BLOCK, BlockKind.TEXT, "", ship.charAt(1) + "b");
        Batch after = subscription.next(LONG);

        assertThat(before.live().getFirst().text()).isEqualTo("a");
        assertThat(after.live().getFirst().text()).isEqualTo(ship + "b");
    }

    @Test
    void aLongJournalComesInBoundedBatches() throws Exception {
        Journal journal = journals.create(ONE);
        journal.append(started(0, 2_500)).awaitWritten();
        Subscription subscription = journal.subscribe(1);

        assertThat(subscription.next(LONG).events()).hasSize(1_000);
        assertThat(subscription.next(LONG).events()).hasSize(1_000);
        assertThat(subscription.next(LONG).events()).hasSize(500);
        assertThat(subscription.next(SHORT).isEmpty()).isTrue();
    }

    @Test
    void largeRowsComeInBatchesOfAboutAMebibyte() throws Exception {
        Journal journal = journals.create(ONE);
        List<SessionEvent> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(written(new BlockId("b" + i), "x".repeat(300_000)));
        }
        journal.append(events).awaitWritten();
        Subscription subscription = journal.subscribe(1);

        assertThat(journal.read(1, 20)).hasSize(10);
        assertThat(journal.readLast(7)).extracting(Envelope::seq).startsWith(4L).hasSize(7);
        assertThat(subscription.next(LONG).events()).hasSize(4);
        assertThat(Events.readUntil(subscription, 10)).hasSize(6);
    }

    @Test
    void aWaitingSubscriberWakesAtOnce() throws Exception {
        Journal journal = journals.create(ONE);
        Subscription subscription = journal.subscribe(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Batch> waiting = threads.submit(() -> subscription.next(LONG));
            journal.append(started("now"));

            assertThat(waiting.get(5, TimeUnit.SECONDS).events()).hasSize(1);
        }
    }

    @Test
    void manyWaitingSubscribersAllWake() throws Exception {
        Journal journal = journals.create(ONE);
        CountDownLatch got = new CountDownLatch(300);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                Subscription subscription = journal.subscribe(1);
                var _ = threads.submit(() -> {
                    Events.readUntil(subscription, 20);
                    got.countDown();
                    return got;
                });
            }
            for (int i = 0; i < 20; i++) {
                journal.append(started("call-" + i)).awaitWritten();
            }

            assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndLosesNothing() throws Exception {
        Journal journal = journals.create(ONE);
        Subscription subscription = journal.subscribe(1);
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> subscription.next(LONG));
        journal.append(started("x")).awaitWritten();
        assertThat(subscription.next(LONG).events()).hasSize(1);
    }

    @Test
    void aClosedSubscriptionSaysSo() {
        Subscription subscription = journals.create(ONE).subscribe(1);
        subscription.close();
        subscription.close();

        assertThatIllegalStateException().isThrownBy(() -> subscription.next(LONG));
    }

    @Test
    void theEndOfTheDaemonWakesSubscribers() throws Exception {
        Subscription subscription = journals.create(ONE).subscribe(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Batch> waiting = threads.submit(() -> subscription.next(LONG));
            journals.close();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                    .havingCause()
                    .isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void anInterruptedThreadStillWrites() {
        Journal journal = journals.create(ONE);
        Thread.currentThread().interrupt();

        journal.append(started("x")).awaitSynced();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(journal.last()).isEqualTo(1);
    }

    @Test
    void aSessionThatIsNotThereIsUnknown() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> journals.open(session(99)))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("unknown-session"));
        assertThat(Files.exists(home.resolve("sessions").resolve(session(99).value())))
                .isFalse();
    }

    @Test
    void aSessionIsCreatedOnce() {
        journals.create(ONE);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> journals.create(ONE))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("session-exists"));
    }

    @Test
    void anIdThatLeavesTheDirectoryIsNoId() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> journals.open(new SessionId("../../etc/pass")))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("malformed-session-id"));
    }

    @Test
    void allListsJournalsOnly() throws Exception {
        journals.create(session(2));
        journals.create(ONE);
        Files.createDirectories(home.resolve("sessions/lost+found"));
        Files.createDirectories(home.resolve("sessions").resolve(session(3).value()));

        assertThat(journals.all()).containsExactly(ONE, session(2));
    }

    @Test
    void anEventOfANewerVersionIsKeptAndUnrecognised() throws Exception {
        journals.create(ONE).append(started("x")).awaitWritten();
        journals.close();
        sqlite("INSERT INTO event VALUES (2, 0, 'MoonLanded', '{\"type\":\"MoonLanded\",\"crater\":3}')");
        journals = open();

        assertThat(Events.all(journals.open(ONE)))
                .extracting(Envelope::event)
                .containsExactly(started("x"), new SessionEvent.Unrecognised());
    }

    @Test
    void anObserverHearsOfEveryAppendInOrderBeforeItIsWritten() {
        Journal journal = journals.create(ONE);
        List<Envelope> heard = new ArrayList<>();
        Pin pin = journal.observe(rows -> {
            assertThat(journal.appendLock().isHeldByCurrentThread()).isTrue();
            heard.addAll(rows);
        });
        journal.appendLock().lock();
        try {
            journal.append(started(0, 2));
            journal.append(started("x"));
            assertThat(journal.readLast(10)).hasSizeLessThanOrEqualTo(3);
        } finally {
            journal.appendLock().unlock();
        }
        journal.awaitSynced();
        pin.close();
        journal.append(started("unheard")).awaitWritten();

        assertThat(heard).isEqualTo(journal.read(1, 3));
    }

    @Test
    void theTimeOfTheLastWriteIsKnownWithoutOpening() {
        Instant before = Instant.now().minusSeconds(2);
        journals.create(ONE).append(started("x")).awaitWritten();

        assertThat(journals.lastWritten(ONE)).isBetween(before, Instant.now().plusSeconds(2));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> journals.lastWritten(session(7)));
    }

    private void sqlite(String statement) throws Exception {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:"
                        + home.resolve("sessions").resolve(ONE.value()).resolve("journal.db"));
                var sql = connection.createStatement()) {
            sql.executeUpdate(statement);
        }
    }

    private void restart() {
        journals.close();
        journals = open();
    }

    private Journals open() {
        return new Journals(home.resolve("sessions"), InstantSource.system());
    }
}
