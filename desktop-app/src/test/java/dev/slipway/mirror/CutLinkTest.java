package dev.slipway.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Backoff;
import dev.slipway.link.Eventually;
import dev.slipway.link.Link;
import dev.slipway.link.TestJournal;
import dev.slipway.link.TestServer;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cuts the link 200 times at moments of chance while a session streams, and has the server send rows twice or leave
/// some out besides: what is kept and what is told must be the journal, row by row.
class CutLinkTest {
    private static final int CUTS = 200;
    private static final SessionId SESSION = SessionId.of(1_760_000_000_000L, 1);

    @TempDir
    Path folder;

    @Test
    void nothingIsLostDoubledOrReordered() throws InterruptedException {
        Random random = new Random(42);
        List<Envelope> told = Collections.synchronizedList(new ArrayList<>());
        try (TestServer server = new TestServer();
                Link link = new Link(
                        server.address(),
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), random),
                        InstantSource.system());
                Mirror mirror = new Mirror(folder.resolve("mirror.db"), link)) {
            server.misbehave(5);
            TestJournal journal = server.journal(SESSION);
            AtomicBoolean writing = new AtomicBoolean(true);
            Thread writer = Thread.ofVirtual().start(() -> write(journal, writing));
            link.start();
            try (Replica replica = mirror.open(SESSION)) {
                replica.onNews(news -> {
                    if (news instanceof Replica.News.Events events) {
                        told.addAll(events.events());
                    }
                });
                for (int cut = 0; cut < CUTS; cut++) {
                    long before = replica.last();
                    LockSupport.parkNanos(random.nextLong(8_000_000));
                    server.cut();
                    if (cut % 10 == 9) {
                        Eventually.that("it goes on after cut " + cut, () -> replica.last() > before);
                    }
                }
                writing.set(false);
                writer.join();
                Eventually.that("all has arrived", () -> replica.last() == journal.last() && replica.low() == 1);
                Eventually.that("nothing streams any more", () -> replica.live().isEmpty());

                List<Envelope> kept = replica.read(1, Integer.MAX_VALUE);
                assertThat(kept).isEqualTo(journal.all());
                List<Envelope> all = journal.all();
                assertThat(told).isEqualTo(all.subList(all.size() - told.size(), all.size()));
            }
        }
    }

    /// The same on a first visit to a long session: its end streams on while its beginning is fetched.
    @Test
    void nothingIsLostDoubledOrReorderedWhenTheBeginningComesLast() throws InterruptedException {
        Random random = new Random(43);
        List<Envelope> told = Collections.synchronizedList(new ArrayList<>());
        try (TestServer server = new TestServer();
                Link link = new Link(
                        server.address(),
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), random),
                        InstantSource.system());
                Mirror mirror = new Mirror(folder.resolve("mirror.db"), link);
                Mirror other = new Mirror(folder.resolve("other.db"), link)) {
            server.misbehave(5);
            TestJournal journal = server.journal(SESSION);
            new RandomJournal(random).write(journal, 60_000);
            AtomicBoolean writing = new AtomicBoolean(true);
            Thread writer = Thread.ofVirtual().start(() -> write(journal, writing));
            link.start();
            try (Replica replica = mirror.read(SESSION)) {
                replica.onNews(news -> {
                    if (news instanceof Replica.News.Events events) {
                        told.addAll(events.events());
                    }
                });
                mirror.follow(replica);
                for (int cut = 0; cut < CUTS; cut++) {
                    LockSupport.parkNanos(random.nextLong(8_000_000));
                    server.cut();
                }
                writing.set(false);
                writer.join();
                Eventually.that("all has arrived", () -> replica.last() == journal.last() && replica.low() == 1);

                assertThat(replica.read(1, Integer.MAX_VALUE)).isEqualTo(journal.all());
                List<Envelope> all = journal.all();
                assertThat(told).isEqualTo(all.subList(all.size() - told.size(), all.size()));

                Replica forwards = other.read(SESSION);
                forwards.take(all, List.of());
                assertThat(events(replica)).isEqualTo(events(forwards));
            }
        }
    }

    private static List<List<Envelope>> events(Replica replica) {
        return replica.rows(replica.first(), replica.end()).stream()
                .map(Row::events)
                .toList();
    }

    private static void write(TestJournal journal, AtomicBoolean writing) {
        for (int i = 0; writing.get(); i++) {
            BlockId block = new BlockId("b" + i);
            journal.stream(block, BlockKind.TEXT, "", "some ");
            journal.stream(block, BlockKind.TEXT, "", "words");
            journal.append(
                    new SessionEvent.TextWritten(block, "some words " + i, true),
                    new SessionEvent.SessionRenamed("title " + i, TestServer.ADA));
            LockSupport.parkNanos(200_000);
        }
    }
}
