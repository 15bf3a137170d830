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
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window on a long transcript: whoever listens to its changes must end up with what it holds.
class ItemsTest {
    private static final int MANY = 6_000;

    @TempDir
    Path folder;

    private final TestServer server = new TestServer();
    private final Link link = new Link(server.address(), Backoff.usual(new Random(1)), InstantSource.system());
    private final List<Integer> sizes = new ArrayList<>();

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
    void aLongTranscriptOpensAtItsEndAndGoesBackToItsFirstRow() {
        Items items = items(MANY);
        assertThat(seq(items, items.size() - 1)).isEqualTo(MANY);

        while (items.earlier() > 0) {}

        assertThat(seq(items, 0)).isEqualTo(1);
        assertThat(items.size()).isLessThan(2_000);
    }

    @Test
    void itGoesForthAgainToTheNewest() {
        Items items = items(MANY);
        while (items.earlier() > 0) {}
        assertThat(items.atEnd()).isFalse();

        while (!items.atEnd()) {
            items.later();
        }

        assertThat(seq(items, items.size() - 1)).isEqualTo(MANY);
        items.earlier();
        items.toEnd();
        assertThat(seq(items, items.size() - 1)).isEqualTo(MANY);
    }

    @Test
    void everyChangeIsToldSoThatListenersAgree() {
        Replica replica = replica(MANY);
        Items items = new Items(replica);
        List<Item> heard = new ArrayList<>(items);
        items.addListener((ListChangeListener<Item>) change -> {
            while (change.next()) {
                if (change.wasRemoved()) {
                    heard.subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                            .clear();
                }
                if (change.wasAdded()) {
                    heard.addAll(change.getFrom(), change.getAddedSubList());
                }
                if (change.wasUpdated()) {
                    for (int i = change.getFrom(); i < change.getTo(); i++) {
                        heard.set(i, items.get(i));
                    }
                }
            }
        });
        Random random = new Random(5);
        long last = MANY;
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(6)) {
                case 0 -> items.earlier();
                case 1 -> items.later();
                case 2 -> items.toEnd();
                case 3 -> {
                    replica.take(
                            List.of(),
                            List.of(new LiveText(new BlockId("live"), BlockKind.TEXT, "", 0, "words " + step)));
                    items.update(replica.rows(), replica.rows(), replica.live());
                }
                default -> {
                    int rows = replica.rows();
                    int count = 1 + random.nextInt(600);
                    replica.take(events(last + 1, count), List.of());
                    last += count;
                    items.update(rows, replica.rows(), replica.live());
                }
            }
            sizes.add(items.size());
            assertThat(heard).isEqualTo(new ArrayList<>(items));
        }
        assertThat(sizes).allMatch(size -> size < 2_500);
    }

    private Items items(int rows) {
        return new Items(replica(rows));
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

    private static long seq(Items items, int index) {
        return ((Item.Kept) items.get(index)).row().first().seq();
    }
}
