package dev.slipway.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.TestJournal;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A transcript that grew from its end to its beginning, in pieces of chance, is the one that was read in order.
class PlacesTest {
    private static final SessionId SESSION = SessionId.of(1, 1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void rowsAreTheSameFromWhicheverEndTheyCame(int seed) {
        Random random = new Random(seed);
        TestJournal journal = new TestJournal();
        new RandomJournal(random).write(journal, 700);
        List<Envelope> all = journal.all();
        try (Store one = new Store(folder.resolve("one.db"), Mirror.LAYOUT, (_, _) -> {});
                Store other = new Store(folder.resolve("other.db"), Mirror.LAYOUT, (_, _) -> {})) {
            Events forwards = new Events(one, SESSION);
            for (int at = 0; at < all.size(); ) {
                int to = Math.min(all.size(), at + 1 + random.nextInt(50));
                forwards.append(all.subList(at, to));
                at = to;
            }
            Events backwards = new Events(other, SESSION);
            int middle = 300 + random.nextInt(300);
            backwards.append(all.subList(middle, middle + 40));
            int next = middle + 40;
            while (backwards.extent().begunLater() || next < all.size()) {
                if (next < all.size() && random.nextBoolean()) {
                    int to = Math.min(all.size(), next + 1 + random.nextInt(30));
                    backwards.append(all.subList(next, to));
                    next = to;
                } else if (backwards.extent().begunLater()) {
                    int low = (int) backwards.extent().low() - 1;
                    int from = Math.max(0, low - 1 - random.nextInt(60));
                    List<Envelope> piece = all.subList(from, low).stream()
                            .dropWhile(event -> from > 0 && !Placing.isSeam(event))
                            .toList();
                    if (!piece.isEmpty()) {
                        assertThat(backwards
                                        .prepend(backwards.extent().part(), piece)
                                        .extent()
                                        .low())
                                .isEqualTo(from == 0 ? 1 : piece.getFirst().seq());
                    }
                }
            }

            assertThat(backwards.read(1, 10_000)).isEqualTo(all);
            assertThat(rows(backwards)).isEqualTo(rows(forwards));
            assertThat(backwards.undelivered()).isEqualTo(forwards.undelivered());
            assertThat(backwards.rows(
                            backwards.extent().first(), backwards.extent().end()))
                    .extracting(Row::index)
                    .hasSize(backwards.extent().end() - backwards.extent().first());
        }
    }

    private static List<List<Envelope>> rows(Events events) {
        return events.rows(events.extent().first(), events.extent().end()).stream()
                .map(Row::events)
                .toList();
    }
}
