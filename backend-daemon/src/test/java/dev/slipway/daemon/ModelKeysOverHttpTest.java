package dev.slipway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.StubRequest;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProviderCalls.KeySource;
import dev.slipway.model.wire.ProviderCalls.ModelProvider;
import dev.slipway.model.wire.ProviderCalls.TrialResult;
import dev.slipway.model.wire.ServerCalls.ModelList;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A model key goes in by the API, works at once, and is found nowhere but in its file.
@ExtendWith(WiredDaemon.Provided.class)
final class ModelKeysOverHttpTest {
    private static final String SECRET = "sk-neverseen-4711-0815-31415926";
    /// Looks for the key wherever a program in a sandbox can look; the pattern itself must not look like the key.
    private static final String SEARCH = "env; cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr '\\\\0' '\\\\n';"
            + " grep -rIs 'sk-[n]everseen' / --exclude-dir=proc --exclude-dir=sys | head -c 2000; echo searched";

    private final ProviderStub provider = ProviderStub.start(ModelKeysOverHttpTest::answer);
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage() + " " + record.getThrown());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private static StubReply answer(StubRequest request) {
        if (!request.header("x-api-key").orElse("").equals(SECRET)) {
            return StubReply.error(401, "{\"error\":{\"message\":\"no such key: " + SECRET + "\"}}", Map.of());
        }
        if (request.method().equals("GET")) {
            return StubReply.body("application/json", "{\"data\":[{\"id\":\"quiet\"}]}");
        }
        return request.body().contains("tool_result")
                ? Wire.anthropic().text("Done.").end()
                : Wire.anthropic()
                        .call("call_1", "shell", Json.write(Map.of("command", SEARCH)))
                        .end();
    }

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
        Logger.getLogger("dev.slipway").setLevel(Level.ALL);
    }

    @AfterEach
    void end() {
        Logger.getLogger("dev.slipway").setLevel(null);
        Logger.getLogger("").removeHandler(listener);
        provider.close();
    }

    @Test
    void aKeyWorksAtOnceAndShowsNowhere(WiredDaemon daemon) throws Exception {
        daemon.repository("secretive");
        List<String> answers = new ArrayList<>();
        answers.add(body(
                daemon.post(
                        "/providers",
                        Json.write(Map.of(
                                "name",
                                "quiet",
                                "language",
                                "ANTHROPIC",
                                "baseUrl",
                                provider.baseUrl(),
                                "models",
                                List.of("quiet")))),
                201));
        HttpResponse<String> refused = daemon.post("/providers/quiet/try", "{\"key\":\"sk-another-0123456789\"}");
        answers.add(body(refused, 200));
        assertThat(Json.read(refused.body(), TrialResult.class)
                        .problem()
                        .orElseThrow()
                        .code())
                .isEqualTo("model-unauthorised");

        HttpResponse<String> kept = daemon.send(
                "PUT",
                "/providers/quiet/key",
                Json.write(Map.of("key", SECRET)),
                daemon.owner(),
                "Idempotency-Key",
                "k1");
        answers.add(body(kept, 200));
        assertThat(Json.read(kept.body(), ModelProvider.class).key().source()).isEqualTo(KeySource.SETTINGS);
        HttpResponse<String> tried = daemon.post("/providers/quiet/try", "{}");
        answers.add(body(tried, 200));
        assertThat(Json.read(tried.body(), TrialResult.class).models()).containsExactly("quiet");

        String session = daemon.send(
                        "POST",
                        "/sessions",
                        Json.write(Map.of("repository", "secretive", "model", "quiet/quiet", "prompt", "Look")),
                        daemon.owner())
                .body();
        String id = Json.lenient().readTree(session).path("id").asText();
        daemon.awaitState(id, SessionState.IDLE);
        String journal = daemon.get("/sessions/" + id + "/events").body();
        assertThat(journal).contains("searched").doesNotContain("neverseen-4711");

        answers.add(daemon.get("/providers").body());
        answers.add(daemon.get("/models").body());
        answers.add(daemon.get("/health").body());
        answers.add(daemon.get("/metrics").body());
        answers.add(daemon.send("PUT", "/providers/quiet/key", "{\"key\":\"" + SECRET + " \\u0007\"}", daemon.owner())
                .body());
        assertThat(String.join("\n", answers)).doesNotContain(SECRET);
        assertThat(logged).isNotEmpty().noneSatisfy(line -> assertThat(line).contains(SECRET));
        assertThat(holding(daemon.home())).containsExactly(daemon.home().resolve("keys/quiet.key"));

        assertThat(daemon.send("DELETE", "/providers/quiet", "", daemon.owner()).statusCode())
                .isEqualTo(204);
        assertThat(holding(daemon.home())).isEmpty();
    }

    @Test
    void onlyAdminsChangeModelsAndEveryoneSeesHowTheyStand(WiredDaemon daemon) throws Exception {
        WiredDaemon.Person member = daemon.join("keyless");

        assertThat(daemon.send("GET", "/providers", "", member).statusCode()).isEqualTo(200);
        for (String[] call : new String[][] {
            {"PUT", "/providers/stub/key", "{\"key\":\"k\"}"},
            {"DELETE", "/providers/stub/key", ""},
            {"POST", "/providers/stub/try", "{}"},
            {"POST", "/providers", "{\"name\":\"x\",\"language\":\"ANTHROPIC\"}"},
            {"PATCH", "/providers/stub", "{}"},
            {"DELETE", "/providers/stub", ""},
            {"PUT", "/models/standard", "{}"}
        }) {
            HttpResponse<String> response = daemon.send(call[0], call[1], call[2], member);
            assertThat(WiredDaemon.code(response)).as(call[1]).isEqualTo("role-too-low");
        }
    }

    @Test
    void theStandardModelHoldsForTheNextSession(WiredDaemon daemon) throws Exception {
        daemon.repository("standard");
        body(daemon.send("PUT", "/models/standard", "{\"model\":\"stub/two\"}", daemon.owner()), 200);
        try {
            String session = daemon.session("standard", "Say hello");

            assertThat(daemon.detail(session).summary().model().value()).isEqualTo("stub/two");
            assertThat(Json.read(daemon.get("/models").body(), ModelList.class)
                            .chosen()
                            .orElseThrow()
                            .value())
                    .isEqualTo("stub/two");
            daemon.awaitState(session, SessionState.IDLE);
        } finally {
            body(daemon.send("PUT", "/models/standard", "{}", daemon.owner()), 200);
        }
        assertThat(Json.read(daemon.get("/models").body(), ModelList.class)
                        .chosen()
                        .orElseThrow()
                        .value())
                .isEqualTo("stub/one");
    }

    private static String body(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body();
    }

    /// Files below a folder that have the key in them.
    private static List<Path> holding(Path folder) throws IOException {
        List<Path> holding = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                if (about.isRegularFile() && holdsIt(file)) {
                    holding.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return holding;
    }

    private static boolean holdsIt(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
        } catch (IOException gone) {
            return false;
        }
    }
}
