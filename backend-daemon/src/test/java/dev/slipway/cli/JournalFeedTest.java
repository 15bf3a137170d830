package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.cli.JournalFeed.News;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ServerFrame;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class JournalFeedTest {
    private final SocketServer server = new SocketServer();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();

    JournalFeedTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        threads.shutdownNow();
        http.shutdownNow();
        server.close();
    }

    @Test
    void rowsComeOnceAndInOrderThroughALostConnection() throws Exception {
        Future<?> pull = follow(1);
        try (SocketServer.Connection first = server.accept()) {
            assertThat(first.authorization).isEqualTo("Bearer secret");
            assertThat(subscribed(first, 2).from()).isEqualTo(1);
            first.send(rows(1, 2));
            assertThat(seqs(2)).containsExactly(1L, 2L);
        }
        try (SocketServer.Connection second = server.accept()) {
            assertThat(subscribed(second, 4).from()).as("where it was").isEqualTo(3);
            second.send(rows(2, 3, 4));
            assertThat(seqs(2))
                    .as("a row that was sent again is not given again")
                    .containsExactly(3L, 4L);
        }
        pull.cancel(true);
    }

    @Test
    void aLostConnectionIsSaidAndSoIsItsReturn() throws Exception {
        Future<?> pull = follow(1);
        try (SocketServer.Connection first = server.accept()) {
            subscribed(first, 0);
            assertThat(nextNews()).isEqualTo(new News.Connected(0, false));
        }
        assertThat(nextNews()).isInstanceOf(News.Lost.class);
        try (SocketServer.Connection second = server.accept()) {
            subscribed(second, 0);
            assertThat(nextNews()).isEqualTo(new News.Connected(0, true));
        }
        pull.cancel(true);
    }

    @Test
    void aRowOfANewerVersionIsPassedOnWordForWord() throws Exception {
        Future<?> pull = follow(1);
        try (SocketServer.Connection connection = server.accept()) {
            subscribed(connection, 1);
            connection.send("{\"type\":\"Journal\",\"subscription\":\"journal\",\"events\":[{\"seq\":1,\"at\":"
                    + "\"2026-03-01T12:00:00Z\",\"event\":{\"type\":\"MoonLanded\",\"crater\":3}}],\"live\":[]}");
            assertThat(nextNews()).isInstanceOf(News.Connected.class);
            assertThat(nextNews())
                    .isInstanceOfSatisfying(
                            News.Rows.class,
                            rows -> assertThat(rows.raw().getFirst()).contains("\"crater\":3"));
        }
        pull.cancel(true);
    }

    @Test
    void whatTheServerRefusesIsAProblem() throws Exception {
        Future<?> pull = follow(1);
        try (SocketServer.Connection connection = server.accept()) {
            connection.receive();
            connection.send(Json.write(new ServerFrame.Ended(
                    "journal", ProblemDetails.of(Problem.unknown("unknown-session", "No such session", "x")))));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> pull.get(10, TimeUnit.SECONDS))
                    .withCauseInstanceOf(ProblemException.class)
                    .withMessageContaining("No such session");
        }
    }

    @Test
    void aSilentServerIsPinged() throws Exception {
        Future<?> pull = follow(1);
        try (SocketServer.Connection connection = server.accept()) {
            connection.receive();
            connection.send(Json.write(new ServerFrame.Hello("test", Samples.ADA, 1)));
            assertThat(Json.read(connection.receive(), ClientFrame.class)).isInstanceOf(ClientFrame.Ping.class);
        }
        pull.cancel(true);
    }

    @Test
    void aServerThatNeverWasThereIsAProblemAtOnce() throws Exception {
        server.close();

        Future<?> pull = follow(1);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> pull.get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(ProblemException.class)
                .withMessageContaining("slipway status");
    }

    private Future<?> follow(long from) {
        ServerAddress address = new ServerAddress(ServerAddress.parse(server.url()), "secret", "the test");
        Callable<Void> pulling = () -> {
            try (JournalFeed feed = new JournalFeed(http, () -> address, Samples.FIRST, from, InstantSource.system())) {
                while (true) {
                    News next = feed.next(Duration.ofMillis(200));
                    if (!(next instanceof News.Nothing)) {
                        news.add(next);
                    }
                }
            }
        };
        return threads.submit(pulling);
    }

    private static ClientFrame.Subscribe subscribed(SocketServer.Connection connection, long last) throws IOException {
        ClientFrame.Subscribe frame = (ClientFrame.Subscribe) Json.read(connection.receive(), ClientFrame.class);
        // As short as it goes, so that a loss is also noticed where the end of the connection is not.
        connection.send(Json.write(new ServerFrame.Hello("test", Samples.ADA, 1)));
        connection.send(Json.write(new ServerFrame.Subscribed(frame.subscription(), last)));
        return frame;
    }

    private static String rows(long... seqs) {
        List<Envelope> envelopes = LongStream.of(seqs)
                .mapToObj(seq -> new Envelope(
                        seq, Samples.NOON, new SessionEvent.SandboxReleased("s", new UserId("ada").value())))
                .toList();
        return Json.write(new ServerFrame.Journal("journal", envelopes, List.of()));
    }

    private List<Long> seqs(int count) throws Exception {
        List<Long> seqs = new ArrayList<>();
        while (seqs.size() < count) {
            if (nextNews() instanceof News.Rows rows) {
                rows.events().forEach(envelope -> seqs.add(envelope.seq()));
            }
        }
        return seqs;
    }

    private News nextNews() throws Exception {
        News next = news.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new TimeoutException("No news in 10 s");
        }
        return next;
    }
}
