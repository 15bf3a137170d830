package dev.slipway.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.TestServer;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.TurnId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final SessionId OLD = SessionId.of(1, 1);
    private static final SessionId NEW = SessionId.of(2_000_000, 2);

    @TempDir
    Path folder;

    private final TestServer server = new TestServer();
    private final Link link = new Link(server.address(), Backoff.usual(new Random(1)), InstantSource.system());

    @SuppressWarnings("NullAway.Init")
    private Mirror mirror;

    @BeforeEach
    void open() {
        mirror = new Mirror(folder.resolve("mirror.db"), link);
    }

    @AfterEach
    void close() {
        mirror.close();
        link.close();
        server.close();
    }

    @Test
    void findsWordsInAnyCaseWhereverAReaderSeesThem() {
        take(
                OLD,
                text("The Warehouse closes at four"),
                new SessionEvent.ReasoningWritten(new BlockId("r"), "where is the warehouse?", "p", "{}"),
                call("c1", "{\"command\":\"ls /ware\\\"house\\\\x\"}"),
                done("c1", "\u001b[31mthe \u001b[0mwarehouse.txt"),
                text("nothing"));

        assertThat(hits(OLD, "warehouse")).extracting(Search.Hit::row).containsExactly(2, 1, 0);
        assertThat(hits(OLD, "ware\"house\\x")).extracting(Search.Hit::row).containsExactly(2);
        assertThat(hits(OLD, "the warehouse.txt")).extracting(Search.Hit::row).containsExactly(2);
        assertThat(hits(OLD, "closes at"))
                .extracting(Search.Hit::excerpt)
                .containsExactly("The Warehouse closes at four");
    }

    @Test
    void findsWordsThatMarkdownSetsApart() {
        take(OLD, text("Show a **delivery** estimate"));

        assertThat(hits(OLD, "delivery estimate")).hasSize(1);
    }

    @Test
    void countsEachOccurrenceAndTakesSignsLiterally() {
        take(OLD, text("100% of 100%, a_b and ab"), text("100 of 100"));

        assertThat(hits(OLD, "100%")).extracting(Search.Hit::count).containsExactly(2);
        assertThat(hits(OLD, "a_b")).hasSize(1);
        assertThat(hits(OLD, "~")).isEmpty();
    }

    @Test
    void ignoresTheCaseOfLettersBeyondAscii() {
        take(OLD, text("Die Größe der Übung"), text("日本語の文"));

        assertThat(hits(OLD, "GRÖßE")).hasSize(1);
        assertThat(hits(OLD, "übung")).hasSize(1);
        assertThat(hits(OLD, "ÜB")).hasSize(1);
        assertThat(hits(OLD, "日本語")).hasSize(1);
    }

    @Test
    void searchesAllSessionsFromTheNewest() {
        take(OLD, text("the needle"), text("hay"));
        take(NEW, text("hay"), text("a needle"));
        List<Search.Hit> hits = new ArrayList<>();

        mirror.search().everywhere("needle", hits::addAll, () -> false);

        assertThat(hits).extracting(Search.Hit::session).containsExactly(NEW, OLD);
        assertThat(hits).extracting(Search.Hit::seq).containsExactly(2L, 1L);
    }

    @Test
    void givesUpBetweenPortionsWhenNobodyWaitsAnyMore() {
        SessionEvent[] many = new SessionEvent[60_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = text("needle " + i);
        }
        take(OLD, many);
        AtomicInteger portions = new AtomicInteger();

        mirror.search().in(OLD, "needle", 1, _ -> portions.incrementAndGet(), () -> portions.get() == 1);

        assertThat(portions).hasValue(1);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "SLIPWAY_MEASURE", matches = "true")
    void howLongAMillionEventsTake() {
        Replica replica = mirror.read(OLD);
        Random random = new Random(4);
        for (int from = 1; from < 1_000_000; from += 20_000) {
            List<Envelope> events = new ArrayList<>();
            for (int seq = from; seq < from + 20_000; seq++) {
                String words = "The basket sums net prices and applies rate " + random.nextInt(1_000_000)
                        + " to each line before it rounds; see src/main/java/shop/Basket.java for the rest of it.";
                events.add(new Envelope(seq, Instant.EPOCH, text(seq == 777 ? words + " zebra" : words)));
            }
            replica.take(events, List.of());
        }
        for (String words : List.of("basket", "rate 12345", "zebra", "absent", "größe")) {
            for (int run = 0; run < 3; run++) {
                long began = System.nanoTime();
                AtomicLong first = new AtomicLong();
                AtomicInteger count = new AtomicInteger();
                mirror.search()
                        .in(
                                OLD,
                                words,
                                1,
                                hits -> {
                                    if (!hits.isEmpty() && count.getAndAdd(hits.size()) == 0) {
                                        first.set(System.nanoTime() - began);
                                    }
                                },
                                () -> false);
                System.out.printf(
                        "%s: %d hits, first after %d ms, all after %d ms%n",
                        words, count.get(), first.get() / 1_000_000, (System.nanoTime() - began) / 1_000_000);
            }
        }
    }

    private List<Search.Hit> hits(SessionId session, String words) {
        List<Search.Hit> hits = new ArrayList<>();
        mirror.search().in(session, words, 1, hits::addAll, () -> false);
        return hits;
    }

    private void take(SessionId session, SessionEvent... events) {
        List<Envelope> rows = new ArrayList<>();
        for (SessionEvent event : events) {
            rows.add(new Envelope(rows.size() + 1L, Instant.EPOCH, event));
        }
        mirror.read(session).take(rows, List.of());
    }

    private static SessionEvent text(String text) {
        return new SessionEvent.TextWritten(new BlockId("b"), text, true);
    }

    private static SessionEvent call(String call, String arguments) {
        return new SessionEvent.ToolCallRequested(
                new BlockId("a"), new TurnId(1), call, "shell", arguments, Effect.EXECUTES, "List files");
    }

    private static SessionEvent done(String call, String output) {
        return new SessionEvent.ToolCallCompleted(
                new BlockId("o"),
                call,
                SessionEvent.ToolCallCompleted.Outcome.SUCCEEDED,
                output,
                List.of(),
                Optional.empty(),
                Optional.of(0),
                Duration.ZERO);
    }
}
