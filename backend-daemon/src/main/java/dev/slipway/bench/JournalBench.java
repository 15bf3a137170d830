package dev.slipway.bench;

import dev.slipway.journal.Appended;
import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// The journal under the load of many sessions: how much it takes, how soon a row is durable, and how long a person
/// waits for the end of a long session.
final class JournalBench implements Bench {
    private static final int SESSIONS = 200;
    private static final int PACED_PER_SECOND = 60_000;
    private static final int LONG_JOURNAL = 1_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(6);

    /// How many appends a session has under way before it waits for the first of them.
    private static final int UNDER_WAY = 4;

    private static final String OUTPUT = """
            src/main/java/com/example/Orders.java:42: return orders.stream().toList();
            src/main/java/com/example/Orders.java:57: return List.copyOf(orders);
            """;

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String about() {
        return "200 sessions that append at once; opening a journal of 1,000,000 events";
    }

    @Override
    public void run(BenchReport report) throws Exception {
        try (Scratch scratch = new Scratch("journal")) {
            try (Journals journals = new Journals(scratch.path().resolve("many"), InstantSource.system())) {
                List<Journal> sessions = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    sessions.add(journals.create(SessionId.of(1_790_000_000_000L, i)));
                }
                load(sessions, WARM_UP, Duration.ZERO);
                Figures full = load(sessions, MEASURED, Duration.ZERO);
                Map<String, Object> extras = Map.of("sessions", SESSIONS, "seconds", MEASURED.toSeconds());
                report.report("journal", "events_per_s", full.perSecond(), "1/s", extras);
                report.report("journal", "full_load_durable_p50", full.percentile(50), "ms");
                report.report("journal", "full_load_durable_p99", full.percentile(99), "ms");
                Duration pause = Duration.ofNanos(1_000_000_000L * SESSIONS * UNDER_WAY / PACED_PER_SECOND);
                Figures paced = load(sessions, MEASURED, pause);
                Map<String, Object> pace = Map.of("events_per_s", Math.round(paced.perSecond()));
                report.report("journal", "durable_p50", paced.percentile(50), "ms", pace);
                report.report("journal", "durable_p99", paced.percentile(99), "ms", pace);
                synced(sessions.getFirst(), report);
            }
            openLong(scratch.path().resolve("long"), report);
        }
    }

    /// Every session appends for so long.
    /// @param pause from one burst of a session to its next; zero for as fast as it can
    private static Figures load(List<Journal> sessions, Duration time, Duration pause) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        long begin = System.nanoTime();
        List<Figures> figures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Figures>> running = new ArrayList<>();
            for (Journal session : sessions) {
                long offset = pause.toNanos() * running.size() / sessions.size();
                running.add(threads.submit(() -> appendUntil(over, session, begin + offset, pause.toNanos())));
            }
            Thread.sleep(time);
            over.set(true);
            for (Future<Figures> each : running) {
                figures.add(each.get());
            }
        }
        return Figures.together(figures, System.nanoTime() - begin);
    }

    private static Figures appendUntil(AtomicBoolean over, Journal session, long begin, long pause) {
        Figures figures = new Figures();
        long due = begin;
        for (int i = 0; !over.get(); i++) {
            if (pause > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
                due += pause;
            }
            long start = System.nanoTime();
            Appended last = session.append(event(i));
            for (int j = 1; j < UNDER_WAY; j++) {
                last = session.append(event(i + j));
            }
            last.awaitWritten();
            figures.add(System.nanoTime() - start);
            figures.count += UNDER_WAY;
        }
        return figures;
    }

    private static void synced(Journal session, BenchReport report) {
        Figures figures = new Figures();
        for (int i = 0; i < 500; i++) {
            long start = System.nanoTime();
            session.append(event(i)).awaitSynced();
            figures.add(System.nanoTime() - start);
        }
        report.report("journal", "synced_p50", figures.percentile(50), "ms", Map.of("runs", 500));
        report.report("journal", "synced_p99", figures.percentile(99), "ms", Map.of("runs", 500));
    }

    private static void openLong(Path directory, BenchReport report) {
        SessionId id = SessionId.of(1_790_000_000_000L, 0);
        try (Journals journals = new Journals(directory, InstantSource.system())) {
            Journal journal = journals.create(id);
            for (int i = 0; i < LONG_JOURNAL; i += 1_000) {
                List<SessionEvent> events = new ArrayList<>(1_000);
                for (int j = 0; j < 1_000; j++) {
                    events.add(event(i + j));
                }
                journal.append(events);
            }
            journal.awaitSynced();
        }
        Figures figures = new Figures();
        for (int run = 0; run < 11; run++) {
            try (Journals journals = new Journals(directory, InstantSource.system())) {
                long start = System.nanoTime();
                int rows = journals.open(id).readLast(200).size();
                figures.add(System.nanoTime() - start);
                if (rows != 200) {
                    throw new IllegalStateException("Read " + rows + " rows instead of 200");
                }
            }
        }
        report.report(
                "journal",
                "open_1m_last200",
                figures.percentile(50),
                "ms",
                Map.of("runs", 11, "worst", Math.round(figures.percentile(100) * 100) / 100.0));
    }

    /// What an agent writes, in the proportions in which it does.
    private static SessionEvent event(int i) {
        BlockId block = new BlockId("t" + i / 100 + "." + i);
        return switch (i % 4) {
            case 0 ->
                new TextWritten(
                        block,
                        "I'll look at the failing test first, then at what it calls. The assertion in line " + i
                                + " expects a sorted list, and the method returns it as it comes.",
                        true);
            case 1, 2 -> new ToolCallStarted("call_01J9ZQ4T" + i);
            default ->
                new ToolCallCompleted(
                        block,
                        "call_01J9ZQ4T" + i,
                        ToolCallCompleted.Outcome.SUCCEEDED,
                        OUTPUT,
                        List.of(),
                        Optional.empty(),
                        Optional.of(0),
                        Duration.ofMillis(12));
        };
    }
}
