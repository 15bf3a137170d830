package dev.slipway.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A daemon that dies between a journal and the book: the next one reads what it did not.
final class UnreadJournalsTest {
    private static final SessionId ID = SessionId.of(1_000_000, 7);
    private static final Author EVE = new Author(new UserId("eve"), "Eve", "eve@example.org");

    @TempDir
    private Path home;

    @Test
    void aMergeThatNobodyNotedIsCountedByTheNextDaemonAndOnlyOnce() throws InterruptedException {
        try (Database database = Database.open(home.resolve("daemon.db"), "the test's database");
                Journals journals = new Journals(home.resolve("sessions"), InstantSource.system())) {
            Journal journal = journals.create(ID);
            journal.append(merged(1)).awaitWritten();
            assertThat(mergedByTheNextDaemon(journals, database)).isEqualTo(1);

            journal.append(merged(2)).awaitWritten();
            assertThat(mergedByTheNextDaemon(journals, database)).isEqualTo(2);
            assertThat(mergedByTheNextDaemon(journals, database)).isEqualTo(2);
        }
    }

    private static long mergedByTheNextDaemon(Journals journals, Database database) throws InterruptedException {
        StatisticsBook book = new StatisticsBook(journals, database, InstantSource.system());
        try {
            return book.read(Instant.EPOCH, Instant.now().plusSeconds(60)).pullRequestsMerged();
        } finally {
            book.close();
        }
    }

    private static SessionEvent merged(int number) {
        return new SessionEvent.PullRequestMerged(
                new PullRequestRef(new RepositoryId("shop"), number),
                Optional.empty(),
                new CommitId("a".repeat(40)),
                EVE);
    }
}
