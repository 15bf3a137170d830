package dev.slipway.bench;

import dev.slipway.api.ApiServer;
import dev.slipway.api.ApiServices;
import dev.slipway.api.ApiSettings;
import dev.slipway.api.FollowedSessions;
import dev.slipway.api.Metrics;
import dev.slipway.identity.Users;
import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent.SessionRenamed;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.sqlite.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One session that streams to many sockets, with and without one that does not read; and what idle sockets weigh.
final class FanoutBench implements Bench {
    private static final int SOCKETS = 500;
    private static final int TOKENS_PER_SECOND = 200;
    private static final int WARM_UP_TOKENS = 10 * TOKENS_PER_SECOND;
    private static final int TOKENS = 15 * TOKENS_PER_SECOND;
    private static final int IDLE_SOCKETS = 2_000;
    private static final int IDLE_SESSIONS = 200;
    private static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public String about() {
        return "one session at 200 tokens/s to 500 sockets; the heap of 2,000 idle ones";
    }

    @Override
    public void run(BenchReport report) throws Exception {
        deliver(0); // a server that has just started compiles its own code meanwhile
        Delivered alone = deliver(0);
        Map<String, Object> extras = Map.of("sockets", SOCKETS, "max_ms", alone.worst());
        report.report("fanout", "delivery_p50", alone.median(), "ms", extras);
        report.report("fanout", "delivery_p99", alone.p99(), "ms", extras);
        Delivered beside = deliver(1);
        report.report(
                "fanout",
                "delivery_p99_with_stalled",
                beside.p99(),
                "ms",
                Map.of("sockets", SOCKETS, "max_ms", beside.worst()));
        idle(report);
    }

    private static Delivered deliver(int stalled) throws Exception {
        try (Serving serving = new Serving()) {
            Journal journal = serving.session(1);
            fillSoThatAReaderCanStall(journal);
            long from = journal.last() + 1;
            Readers readers = serving.readers(SOCKETS, stalled, from, List.of(journal.session()));
            readers.awaitReady();
            BlockId block = new BlockId("t1.1");
            long began = System.nanoTime();
            for (int i = 0; i < WARM_UP_TOKENS + TOKENS; i++) {
                awaitNanos(began + i * (1_000_000_000L / TOKENS_PER_SECOND));
                char mark = i < WARM_UP_TOKENS ? '#' : FanoutClient.COUNTED;
                journal.stream(block, BlockKind.TEXT, "", mark + Long.toString(System.nanoTime()) + " ");
            }
            journal.stream(block, BlockKind.TEXT, "", String.valueOf(FanoutClient.LAST));
            Delivered delivered = readers.delivered();
            if (delivered.count() != (long) SOCKETS * TOKENS) {
                throw new IllegalStateException("Delivered " + delivered.count() + " of " + SOCKETS * TOKENS);
            }
            return delivered;
        }
    }

    private static void idle(BenchReport report) throws Exception {
        try (Serving serving = new Serving()) {
            List<SessionId> sessions = IntStream.rangeClosed(1, IDLE_SESSIONS)
                    .mapToObj(i -> {
                        Journal journal = serving.session(i);
                        journal.append(new SessionRenamed("Session " + i, ADA)).awaitWritten();
                        return journal.session();
                    })
                    .toList();
            serving.readers(1, 0, 1, sessions).awaitReady();
            double before = liveHeap();
            serving.readers(IDLE_SOCKETS, 0, 1, sessions).awaitReady();
            double with = liveHeap();
            report.report(
                    "fanout",
                    "idle_2000_heap",
                    with - before,
                    "MB",
                    Map.of("whole_heap_mb", Math.round(with), "sessions", IDLE_SESSIONS));
        }
    }

    /// More than the buffers of a connection hold, for the one who starts from the first row.
    private static void fillSoThatAReaderCanStall(Journal journal) {
        for (int i = 0; i < 200; i++) {
            journal.append(new SessionRenamed("x".repeat(100_000), ADA)).awaitWritten();
        }
    }

    private static void awaitNanos(long moment) {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// In megabytes, after collection.
    private static double liveHeap() {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
        }
        return least;
    }

    private record Delivered(long count, double median, double p99, double worst) {}

    /// A server with data of its own, and its readers.
    private static final class Serving implements FollowedSessions, AutoCloseable {
        private final Path home = Files.createTempDirectory("slipway-fanout");
        private final Database database = Database.open(home.resolve("daemon.db"), "the daemon's database");
        private final Journals journals = new Journals(home.resolve("sessions"), InstantSource.system());
        private final ApiServer server;
        private final int port;
        private final String token;
        private final List<Readers> readers = new ArrayList<>();

        Serving() throws IOException {
            Users users =
                    Users.open(database, home.resolve("token"), () -> ADA, InstantSource.system(), new SecureRandom());
            token = Files.readString(home.resolve("token")).strip();
            server = new ApiServer(
                    ApiSettings.usual("bench"),
                    new ApiServices.Ground(database, users, new Metrics(), InstantSource.system()),
                    this);
            port = server.start("127.0.0.1", 0).getPort();
        }

        Journal session(int number) {
            return journals.create(SessionId.of(1_000_000, number));
        }

        Readers readers(int count, int stalled, long from, List<SessionId> sessions) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FanoutClient.class.getName(),
                    Integer.toString(port),
                    token,
                    Long.toString(from),
                    Integer.toString(count),
                    Integer.toString(stalled)));
            sessions.forEach(session -> command.add(session.value()));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Readers made = new Readers(process, process.inputReader());
            readers.add(made);
            return made;
        }

        @Override
        public void drafting(ClientFrame.Drafting draft, UserId person) {
            // Nobody writes here.
        }

        @Override
        public Journal journal(SessionId session) {
            return journals.open(session);
        }

        @Override
        public List<SessionSummary> newest(int limit) {
            return List.of();
        }

        @Override
        public SessionSummary summary(SessionId session) {
            throw new UnsupportedOperationException("No bench follows the list");
        }

        @Override
        public Pin onChange(Consumer<SessionId> watcher) {
            return () -> {};
        }

        @Override
        public void typing(SessionId session) {}

        @Override
        public void close() throws IOException {
            readers.forEach(Readers::end);
            server.close();
            journals.close();
            database.close();
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private record Readers(Process process, BufferedReader output) {
        void awaitReady() throws IOException {
            String line = output.readLine();
            if (!"ready".equals(line)) {
                throw new IOException("The readers did not start: " + line);
            }
        }

        void end() {
            process.destroyForcibly().onExit().join();
        }

        Delivered delivered() throws IOException {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("The readers broke");
            }
            String[] figures = line.split(" ", -1);
            return new Delivered(
                    Long.parseLong(figures[0]),
                    Double.parseDouble(figures[1]),
                    Double.parseDouble(figures[2]),
                    Double.parseDouble(figures[3]));
        }
    }
}
