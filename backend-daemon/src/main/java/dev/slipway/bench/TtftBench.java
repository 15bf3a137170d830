package dev.slipway.bench;

import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.StubRequest;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.ServerFrame;
import dev.slipway.model.wire.SessionCalls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The platform's own share of the time to first token. A real daemon in its own process, a provider stub and a socket
/// client in this one, so that all times are of one clock: from the moment a prompt is sent to the moment the model
/// request has arrived whole at the provider; and from the moment the provider writes a token to the moment the socket
/// client has it. The same HTTP client calls the stub directly for comparison.
final class TtftBench implements Bench {
    private static final int WARM_UP = 40;
    private static final int PROMPTS = 150;
    private static final int TOKENS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern STAMP = Pattern.compile("@(\\d+)@");

    @Override
    public String name() {
        return "ttft";
    }

    @Override
    public String about() {
        return "the platform's own share of the time to first token, and of each token after it";
    }

    @Override
    public void run(BenchReport report) throws Exception {
        try (ProviderStub stub = ProviderStub.start(TtftBench::answer);
                DaemonUnderTest daemon = DaemonUnderTest.start(
                        Map.of("ANTHROPIC_BASE_URL", stub.baseUrl(), "ANTHROPIC_API_KEY", "bench"))) {
            // Not closed: it would wait for its open socket. It ends with the process.
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            List<Double> direct = new ArrayList<>();
            List<Double> submitted = new ArrayList<>();
            List<Double> lags = new ArrayList<>();
            Client client = new Client(daemon, http);
            SessionId session = client.session();
            BlockingQueue<Received> frames = client.follow(session);
            for (int i = 0; i < WARM_UP + PROMPTS; i++) {
                double alone = directly(http, stub);
                Round round = round(client, session, frames, stub);
                if (i >= WARM_UP) {
                    direct.add(alone);
                    submitted.add(round.submitToRequest());
                    lags.addAll(round.lags());
                }
            }
            Map<String, ?> about = Map.of("prompts", PROMPTS, "direct_p99", millis(direct, 0.99));
            report.report(name(), "submit_to_request_p50", millis(submitted, 0.5), "ms", about);
            report.report(name(), "submit_to_request_p99", millis(submitted, 0.99), "ms");
            report.report(name(), "submit_to_request_direct_p50", millis(direct, 0.5), "ms");
            report.report(name(), "token_lag_p50", millis(lags, 0.5), "ms", Map.of("tokens", lags.size()));
            report.report(name(), "token_lag_p99", millis(lags, 0.99), "ms");
        }
    }

    /// A stream of tokens at 200 a second, each with the time at which it was written.
    private static StubReply answer(StubRequest request) {
        String[] tokens = new String[TOKENS];
        Arrays.fill(tokens, "@" + StubReply.NOW + "@");
        return Wire.anthropic().text(tokens).end().paced(Duration.ofMillis(5));
    }

    private static double directly(HttpClient http, ProviderStub stub) throws Exception {
        String body = Json.write(Map.of("model", "m", "stream", true, "prompt", "x".repeat(20_000)));
        HttpRequest request = HttpRequest.newBuilder(URI.create(stub.baseUrl() + "/v1/messages"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long start = System.nanoTime();
        var pending = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        double took = (stub.takeRequest(LIMIT).arrivedNanos() - start) / 1e6;
        pending.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return took;
    }

    private record Round(double submitToRequest, List<Double> lags) {}

    private record Received(long nanos, ServerFrame frame) {}

    private static Round round(Client client, SessionId session, BlockingQueue<Received> frames, ProviderStub stub)
            throws Exception {
        long start = System.nanoTime();
        var pending = client.prompt(session);
        double took = (stub.takeRequest(LIMIT).arrivedNanos() - start) / 1e6;
        List<Double> lags = new ArrayList<>();
        boolean running = true;
        while (running) {
            Received received = frames.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (received == null) {
                throw new IllegalStateException("The turn did not end within " + LIMIT);
            }
            if (received.frame() instanceof ServerFrame.Journal journal) {
                for (LiveText live : journal.live()) {
                    if (live.kind() == BlockKind.TEXT) {
                        Matcher stamp = STAMP.matcher(live.text());
                        while (stamp.find()) {
                            lags.add((received.nanos() - Long.parseLong(stamp.group(1))) / 1e6);
                        }
                    }
                }
                for (Envelope envelope : journal.events()) {
                    if (envelope.event() instanceof SessionEvent.TurnFailed failed) {
                        throw new IllegalStateException("The turn failed: " + failed.problem());
                    }
                    running &= !(envelope.event() instanceof SessionEvent.TurnCompleted);
                }
            }
        }
        pending.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return new Round(took, lags);
    }

    private static double millis(List<Double> values, double quantile) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * quantile)));
    }

    /// Talks to the daemon as any client would.
    private record Client(DaemonUnderTest daemon, HttpClient http) {
        SessionId session() throws Exception {
            RepositoryId repository = new RepositoryId("bench");
            call(
                    "/repositories",
                    new RepositoryCalls.NewRepository(Optional.of(repository), Optional.empty(), Optional.empty()));
            String created = call(
                    "/sessions",
                    new SessionCalls.NewSession(
                            repository,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Optional.of("Bench")));
            return Json.read(created, SessionSummary.class).id();
        }

        PendingPrompt prompt(SessionId session) {
            SessionCalls.NewPrompt prompt = new SessionCalls.NewPrompt(
                    Optional.empty(), "Say something.", Optional.empty(), List.of(), Optional.empty());
            return new PendingPrompt(http.sendAsync(
                    request("/sessions/" + session.value() + "/prompts", prompt),
                    HttpResponse.BodyHandlers.ofString()));
        }

        BlockingQueue<Received> follow(SessionId session) throws Exception {
            BlockingQueue<Received> frames = new LinkedBlockingQueue<>();
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + daemon.token())
                    .buildAsync(
                            URI.create(daemon.url().replaceFirst("^http", "ws") + "/api/v1/socket"),
                            new Listener(frames))
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            socket.sendText(Json.write(new ClientFrame.Subscribe("bench", session, 1)), true)
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return frames;
        }

        private String call(String path, Object body) throws Exception {
            HttpResponse<String> response = http.send(request(path, body), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        }

        private HttpRequest request(String path, Object body) {
            return HttpRequest.newBuilder(URI.create(daemon.url() + "/api/v1" + path))
                    .header("Authorization", "Bearer " + daemon.token())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                    .build();
        }
    }

    private record PendingPrompt(CompletableFuture<HttpResponse<String>> response) {
        void get(long limit, TimeUnit unit) throws Exception {
            HttpResponse<String> answer = response.get(limit, unit);
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("Prompt refused: " + answer.body());
            }
        }
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<Received> frames;
        private final StringBuilder text = new StringBuilder();

        Listener(BlockingQueue<Received> frames) {
            this.frames = frames;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                long now = System.nanoTime();
                frames.add(new Received(now, Json.read(text.toString(), ServerFrame.class)));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
