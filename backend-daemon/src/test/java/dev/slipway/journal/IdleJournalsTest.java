package dev.slipway.journal;

import static dev.slipway.journal.Events.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Hundreds of journals share a few open files.
@Timeout(60)
class IdleJournalsTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    private Path home;

    @Test
    void anIdleJournalHoldsNoFileAndItsSubscriberStillHears() throws Exception {
        Limits hasty = new Limits(2, 100, Duration.ofMillis(40), Duration.ofMillis(1));
        try (Journals journals = new Journals(home, InstantSource.system(), hasty)) {
            Journal journal = journals.create(Events.session(1));
            Subscription subscription = journal.subscribe(1);
            journal.stream(new BlockId("b"), BlockKind.TEXT, "", "open ");
            journal.append(started("x")).awaitWritten();
            assertThat(subscription.next(LONG).events()).hasSize(1);

            awaitNoOpenFile(journals);
            journal.stream(new BlockId("b"), BlockKind.TEXT, "", "still");
            assertThat(subscription.next(LONG).live().getFirst().text()).endsWith("still");
            journal.append(started("y")).awaitWritten();
            assertThat(subscription.next(LONG).events()).hasSize(1);
            assertThat(journals.rowsWritten()).isEqualTo(2);
        }
    }

    @Test
    void moreJournalsThanFilesMayBeInUse() {
        Limits few = new Limits(2, 10, Duration.ofHours(1), Duration.ofMillis(1));
        try (Journals journals = new Journals(home, InstantSource.system(), few)) {
            List<Appended> appended = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 60; i++) {
                    Journal journal =
                            round == 0 ? journals.create(Events.session(i)) : journals.open(Events.session(i));
                    appended.add(journal.append(started(round, 2)));
                }
            }
            appended.forEach(Appended::awaitWritten);

            assertThat(journals.openFiles()).isBetween(1, 10);
            for (int i = 0; i < 60; i++) {
                assertThat(journals.open(Events.session(i)).last()).isEqualTo(6);
            }
        }
    }

    private static void awaitNoOpenFile(Journals journals) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (journals.openFiles() > 0) {
            assertThat(System.nanoTime()).as("files close when idle").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
