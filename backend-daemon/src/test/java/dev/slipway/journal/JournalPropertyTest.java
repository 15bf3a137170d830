package dev.slipway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the order of appends, live text, subscribers and restarts: each subscriber understands exactly what the
/// journal was told. A seed that fails fails again, though threads may need several tries.
@Timeout(120)
class JournalPropertyTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration MOMENT = Duration.ofMillis(50);

    /// Two files for three sessions, so that they open and close all the time; text is saved nearly at once.
    private static final Limits TIGHT = new Limits(2, 2, Duration.ofMillis(20), Duration.ofMillis(1));

    @TempDir
    private Path home;

    private record Follower(Subscription subscription, Truth.View view) {
        boolean read(Duration timeout) throws InterruptedException {
            Batch batch = subscription.next(timeout);
            view.take(batch);
            return !batch.isEmpty();
        }

        void finish(long last) throws InterruptedException {
            while (subscription.cursor() <= last) {
                read(Duration.ofSeconds(1));
            }
            while (read(AT_ONCE)) {
                assertThat(subscription.cursor()).isEqualTo(last + 1);
            }
            view.assertComplete();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void stepByStepWithRestarts(long seed) throws Exception {
        Random random = new Random(seed);
        Journals journals = open();
        List<Truth> truths = new ArrayList<>();
        List<List<Follower>> followers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            truths.add(new Truth(journals.create(Events.session(i)), random));
            followers.add(new ArrayList<>());
        }
        try {
            for (int step = 0; step < 600; step++) {
                int which = random.nextInt(truths.size());
                Truth truth = truths.get(which);
                List<Follower> mine = followers.get(which);
                int dice = random.nextInt(100);
                if (dice == 0) {
                    journals.close();
                    journals = open();
                    reopen(journals, truths, followers);
                } else if (dice < 4) {
                    follow(journals, which, truth, mine, 1 + random.nextLong(truth.last() + 1));
                } else if (dice < 5) {
                    leave(mine, random);
                } else if (dice < 6) {
                    truth.append().awaitSynced();
                } else if (dice < 9) {
                    truth.append().awaitWritten();
                } else if (dice < 30) {
                    truth.append();
                } else if (dice < 65) {
                    truth.stream();
                } else if (!mine.isEmpty()) {
                    var _ = mine.get(random.nextInt(mine.size())).read(AT_ONCE);
                }
            }
            for (int i = 0; i < truths.size(); i++) {
                journals.open(Events.session(i)).awaitSynced();
                for (Follower follower : followers.get(i)) {
                    follower.finish(truths.get(i).last());
                }
                assertThat(Events.all(journals.open(Events.session(i))))
                        .isEqualTo(truths.get(i).rowsFrom(1));
            }
        } finally {
            journals.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void allAtOnce(long seed) throws Exception {
        SessionId id = Events.session(seed);
        try (Journals journals = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Truth truth = new Truth(journals.create(id), new Random(seed));
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Random random = new Random(seed * 100 + i);
                readers.add(threads.submit(() -> readOnAndOff(journals.open(id), truth, random, over)));
            }
            Random random = new Random(-seed);
            for (int step = 0; step < 3_000; step++) {
                switch (random.nextInt(20)) {
                    case 0 -> truth.append().awaitWritten();
                    case 1, 2, 3, 4 -> truth.append();
                    case 5 -> LockSupport.parkNanos(random.nextInt(500_000));
                    default -> truth.stream();
                }
            }
            journals.open(id).awaitSynced();
            over.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    /// Follows the journal from random places, in one go or with pauses; the last time to its end.
    private static int readOnAndOff(Journal journal, Truth truth, Random random, AtomicBoolean over)
            throws InterruptedException {
        int times = 0;
        while (true) {
            boolean lastTime = over.get();
            long from = 1 + random.nextLong(truth.last() + 1);
            try (Subscription subscription = journal.subscribe(from)) {
                Follower follower = new Follower(subscription, truth.new View(from));
                int batches = random.nextInt(50);
                for (int i = 0; i < batches; i++) {
                    var _ = follower.read(random.nextBoolean() ? AT_ONCE : MOMENT);
                    if (random.nextInt(5) == 0) {
                        LockSupport.parkNanos(random.nextInt(500_000));
                    }
                }
                times++;
                if (lastTime) {
                    follower.finish(truth.last());
                    return times;
                }
            }
        }
    }

    private static void follow(Journals journals, int which, Truth truth, List<Follower> followers, long from) {
        Subscription subscription = journals.open(Events.session(which)).subscribe(from);
        followers.add(new Follower(subscription, truth.new View(from)));
    }

    private static void leave(List<Follower> followers, Random random) {
        if (!followers.isEmpty()) {
            followers.remove(random.nextInt(followers.size())).subscription().close();
        }
    }

    /// As clients do after a restart of the daemon: each goes on from its cursor, with no live text.
    private static void reopen(Journals journals, List<Truth> truths, List<List<Follower>> followers) {
        for (int i = 0; i < truths.size(); i++) {
            truths.set(i, new Truth(journals.open(Events.session(i)), truths.get(i)));
            List<Follower> before = List.copyOf(followers.get(i));
            followers.get(i).clear();
            for (Follower each : before) {
                follow(
                        journals,
                        i,
                        truths.get(i),
                        followers.get(i),
                        each.subscription().cursor());
            }
        }
    }

    private Journals open() {
        return new Journals(home, InstantSource.system(), TIGHT);
    }
}
