package dev.slipway.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.TestServer;
import dev.slipway.mirror.Mirror;
import dev.slipway.mirror.Replica;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.TurnId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rows of a transcript: whoever listens to their changes must end up with what they are.
class ItemsTest {
    private static final int MANY = 6_000;

    @TempDir
    Path folder;

    private final TestServer server = new TestServer();
    private final Link link = new Link(server.address(), Backoff.usual(new Random(1)), InstantSource.system());
    private final List<Runnable> background = new ArrayList<>();

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
    void anyRowIsThereByItsNumber() {
        Items items = items(replica(MANY));

        assertThat(items.end() - items.first()).isEqualTo(MANY);
        for (int row : new int[] {0, MANY - 1, 3_000, 15, 16, 17}) {
            assertThat(seq(items, row)).isEqualTo(row + 1);
        }
    }

    @Test
    void pagesReadBeforehandAreForgottenWhenTheirRowsChanged() {
        Replica replica = replica(40);
        Items items = items(replica);
        assertThat(seq(items, 25)).isEqualTo(26);
        List<Runnable> asked = List.copyOf(background);
        assertThat(asked).isNotEmpty();

        replica.take(events(41, 3), List.of());
        asked.forEach(Runnable::run);
        items.update(40, replica.first(), replica.end(), replica.live());

        assertThat(seq(items, 42)).isEqualTo(43);
    }

    @Test
    void whatACallWritesIsTold() {
        Replica replica = replica(20);
        replica.take(
                List.of(new Envelope(
                        21,
                        Instant.EPOCH,
                        new SessionEvent.ToolCallRequested(
                                new BlockId("a"), new TurnId(1), "c1", "shell", "{}", Effect.EXECUTES, "make"))),
                List.of());
        replica.take(events(22, 5), List.of());
        Items items = items(replica);
        List<Integer> told = new ArrayList<>();
        items.onChange((from, to) -> {
            for (int row = from; row < to; row++) {
                told.add(row);
            }
        });

        replica.take(List.of(), List.of(new LiveText(new BlockId("out"), BlockKind.TOOL_OUTPUT, "c1", 0, "compiling")));
        items.update(replica.end(), replica.first(), replica.end(), replica.live());

        assertThat(told).containsExactly(20);
        assertThat(((Item.Kept) items.get(20)).output().orElseThrow().text()).isEqualTo("compiling");
    }

    @Test
    void everyChangeIsToldSoThatListenersAgree() {
        Replica replica = replica(500);
        Items items = items(replica);
        Map<Integer, Item> heard = all(items);
        items.onChange((from, to) -> {
            for (int row = from; row < to; row++) {
                heard.remove(row);
                if (row < items.end()) {
                    heard.put(row, items.get(row));
                }
            }
        });
        Random random = new Random(5);
        long last = 500;
        for (int step = 0; step < 100; step++) {
            int from = replica.end();
            if (random.nextBoolean()) {
                replica.take(
                        List.of(), List.of(new LiveText(new BlockId("live"), BlockKind.TEXT, "", 0, "words " + step)));
            } else {
                int count = 1 + random.nextInt(60);
                replica.take(events(last + 1, count), List.of());
                last += count;
            }
            items.update(from, replica.first(), replica.end(), replica.live());
            if (random.nextBoolean()) {
                background.forEach(Runnable::run);
                background.clear();
            }
            assertThat(heard).isEqualTo(all(items));
        }
    }

    private Items items(Replica replica) {
        return new Items(replica, background::add, Runnable::run);
    }

    private static Map<Integer, Item> all(Items items) {
        Map<Integer, Item> all = new HashMap<>();
        for (int row = items.first(); row < items.end(); row++) {
            all.put(row, items.get(row));
        }
        return all;
    }

    private Replica replica(int rows) {
        Replica replica = mirror.read(SessionId.of(1, 1));
        replica.take(events(1, rows), List.of());
        return replica;
    }

    private static List<Envelope> events(long from, int count) {
        List<Envelope> events = new ArrayList<>();
        for (long seq = from; seq < from + count; seq++) {
            String block = seq % 500 == 499 ? "live" : "b" + seq;
            events.add(new Envelope(
                    seq, Instant.EPOCH, new SessionEvent.TextWritten(new BlockId(block), "text " + seq, true)));
        }
        return events;
    }

    private static long seq(Items items, int row) {
        return ((Item.Kept) items.get(row)).row().first().seq();
    }
}
