package dev.slipway.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a provider does wrong comes out as the right kind of failure, in each language.
class FailuresTest {

    private static ModelCallException failing(Provider.Kind kind, StubReply... replies) {
        try (ProviderStub stub = ProviderStub.playing(replies);
                Models models = Calling.models(kind, stub.baseUrl(), RetryPolicy.NONE, Duration.ofMillis(300))) {
            return catchThrowableOfType(
                    ModelCallException.class, () -> models.client("p/any").call(Calling.request(kind), event -> {}));
        }
    }

    private static StubReply good(Provider.Kind kind) {
        return Calling.wire(kind).text("Half ", "an ", "answer").end();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ANTHROPIC        | 429 | {"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}                          | RateLimited
            OPENAI_RESPONSES | 429 | {"error":{"type":"requests","code":"rate_limit_exceeded","message":"slow down"}}                   | RateLimited
            OPENAI_RESPONSES | 429 | {"error":{"type":"insufficient_quota","code":"insufficient_quota","message":"check your plan"}}    | OutOfCredit
            ANTHROPIC        | 400 | {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}} | OutOfCredit
            ANTHROPIC        | 529 | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}                         | Overloaded
            OPENAI_CHAT      | 503 | {"error":{"message":"Loading model","type":"unavailable_error","code":503}}                         | Overloaded
            OPENAI_CHAT      | 500 | {"error":{"message":"boom"}}                                                                        | Overloaded
            ANTHROPIC        | 401 | {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}              | Unauthorised
            OPENAI_CHAT      | 403 | {"error":{"message":"no"}}                                                                          | Unauthorised
            ANTHROPIC        | 404 | {"type":"error","error":{"type":"not_found_error","message":"model: claude-nope"}}                  | UnknownModel
            OPENAI_CHAT      | 404 | {"error":{"message":"model 'qwen3:8b' not found","type":"not_found_error"}}                         | UnknownModel
            OPENAI_CHAT      | 404 | 404 page not found                                                                                  | BadRequest
            ANTHROPIC        | 400 | {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"}}     | ContextOverflow
            OPENAI_RESPONSES | 400 | {"error":{"code":"context_length_exceeded","message":"Your input exceeds the context window"}}      | ContextOverflow
            OPENAI_CHAT      | 400 | {"error":{"code":400,"message":"request exceeds the available context size","type":"exceed_context_size_error"}} | ContextOverflow
            ANTHROPIC        | 413 | {"type":"error","error":{"type":"request_too_large","message":"too large"}}                         | ContextOverflow
            ANTHROPIC        | 400 | {"type":"error","error":{"type":"invalid_request_error","message":"messages: bad"}}                 | BadRequest
            OPENAI_CHAT      | 429 | {"error":{"code":"rate_limit_exceeded","message":"Request too large for gpt-x on tokens per min"}}  | ContextOverflow
            OPENAI_CHAT      | 302 | moved                                                                                               | BadRequest
            """)
    void knowsWhatAStatusMeans(Provider.Kind kind, int status, String body, String failure) {
        ModelCallException failed = failing(kind, StubReply.error(status, body, Map.of()));
        assertThat(failed.failure().getClass().getSimpleName()).isEqualTo(failure);
        assertThat(failed.failure().model()).isEqualTo("p/" + Calling.model(kind));
        assertThat(failed.failure().problem().remedy()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void takesNoStreamWithoutItsLastEventForAnAnswer(Provider.Kind kind) {
        StubReply good = good(kind);
        int cut = kind == Provider.Kind.OPENAI_CHAT ? 2 : good.pieces().size() - 2;
        assertThat(failing(kind, good.after(cut, StubReply.Ending.CLEAN)).failure())
                .isInstanceOf(ModelFailure.CutStream.class);
        assertThat(failing(kind, good.after(cut, StubReply.Ending.CUT)).failure())
                .isInstanceOf(ModelFailure.CutStream.class);
        assertThat(failing(kind, good.after(0, StubReply.Ending.CUT)).failure())
                .isInstanceOf(ModelFailure.CutStream.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void takesNoOtherBodyForAnAnswer(Provider.Kind kind) {
        for (StubReply reply : List.of(
                StubReply.body("text/html", "<html>Please log in</html>"),
                StubReply.body("application/json", "{\"id\":\"whole answer\"}"),
                StubReply.body("text/event-stream", ""),
                StubReply.body("text/event-stream", "utter nonsense\n\n"))) {
            assertThat(failing(kind, reply).failure()).isInstanceOf(ModelFailure.MalformedBody.class);
        }
        ModelFailure inTheMidst = failing(
                        kind, good(kind).after(2, StubReply.Ending.CLEAN).then("event: x\ndata: {\"broken\": \n\n"))
                .failure();
        assertThat(inTheMidst).isInstanceOfAny(ModelFailure.MalformedBody.class, ModelFailure.CutStream.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void givesUpOnASilentProvider(Provider.Kind kind) {
        ModelFailure failure =
                failing(kind, good(kind).after(1, StubReply.Ending.SILENT)).failure();
        assertThat(failure).isInstanceOf(ModelFailure.TimedOut.class);
        assertThat(((ModelFailure.TimedOut) failure).silence()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void understandsErrorsInTheMidstOfAStream() {
        StubReply anthropic = good(Provider.Kind.ANTHROPIC)
                .after(4, StubReply.Ending.CLEAN)
                .then("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"}}\n\n");
        assertThat(failing(Provider.Kind.ANTHROPIC, anthropic).failure()).isInstanceOf(ModelFailure.Overloaded.class);

        StubReply failed = good(Provider.Kind.OPENAI_RESPONSES)
                .after(3, StubReply.Ending.CLEAN)
                .then("data: {\"type\":\"response.failed\",\"sequence_number\":9,\"response\":{\"id\":\"r\","
                        + "\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}}}\n\n");
        assertThat(failing(Provider.Kind.OPENAI_RESPONSES, failed).failure())
                .isInstanceOf(ModelFailure.RateLimited.class);

        StubReply error = good(Provider.Kind.OPENAI_RESPONSES)
                .after(3, StubReply.Ending.CLEAN)
                .then("data: {\"type\":\"error\",\"sequence_number\":9,\"code\":\"server_error\","
                        + "\"message\":\"boom\",\"param\":null}\n\n");
        assertThat(failing(Provider.Kind.OPENAI_RESPONSES, error).failure())
                .isInstanceOf(ModelFailure.Overloaded.class);

        StubReply chat = good(Provider.Kind.OPENAI_CHAT)
                .after(1, StubReply.Ending.CLEAN)
                .then("data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\"}}\n\n");
        assertThat(failing(Provider.Kind.OPENAI_CHAT, chat).failure()).isInstanceOf(ModelFailure.Overloaded.class);
    }

    @Test
    void understandsRefusals() {
        assertThat(failing(
                                Provider.Kind.ANTHROPIC,
                                Calling.wire(Provider.Kind.ANTHROPIC).text("No").end("refusal"))
                        .failure())
                .isInstanceOf(ModelFailure.Refused.class);
        assertThat(failing(
                                Provider.Kind.OPENAI_CHAT,
                                Calling.wire(Provider.Kind.OPENAI_CHAT)
                                        .text("No")
                                        .end("content_filter"))
                        .failure())
                .isInstanceOf(ModelFailure.Refused.class);
        ModelCallException responses = failing(
                Provider.Kind.OPENAI_RESPONSES,
                Calling.wire(Provider.Kind.OPENAI_RESPONSES).text("No").end("content_filter"));
        assertThat(responses.failure()).isInstanceOf(ModelFailure.Refused.class);
        assertThat(responses.usage().output()).isEqualTo(20);
        assertThat(responses.partial()).containsExactly(new ContentBlock.Text("No"));
    }

    @Test
    void saysWhenNobodyIsThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (Models models = Calling.models(
                Provider.Kind.ANTHROPIC, "http://127.0.0.1:" + free, RetryPolicy.NONE, Duration.ofSeconds(1))) {
            ModelCallException failed = catchThrowableOfType(
                    ModelCallException.class,
                    () -> models.client("p/any").call(Calling.request(Provider.Kind.ANTHROPIC), event -> {}));
            assertThat(failed.failure()).isInstanceOf(ModelFailure.Unreachable.class);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void endsAModelThatNeverEnds(Provider.Kind kind) throws Exception {
        StubReply endless = Calling.wire(kind).text("x".repeat(2_000)).end();
        int delta = kind == Provider.Kind.ANTHROPIC ? 4 : kind == Provider.Kind.OPENAI_RESPONSES ? 3 : 1;
        try (ProviderStub stub = ProviderStub.playing(endless.after(delta, StubReply.Ending.ENDLESS));
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            ModelReply reply = models.client("p/any").call(Calling.request(kind), event -> {});
            assertThat(reply.stop()).isEqualTo(ModelReply.StopReason.MAX_TOKENS);
            assertThat(reply.text().length()).isBetween(32_000, 36_000);
            stub.takeDeparture(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void neverShowsTheKey(Provider.Kind kind) {
        String body = "{\"error\":{\"message\":\"Incorrect API key provided: " + Calling.SECRET + "\"}}";
        ModelCallException failed = failing(kind, StubReply.error(401, body, Map.of()));
        StringWriter trace = new StringWriter();
        failed.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString() + failed.failure() + failed.failure().problem())
                .doesNotContain("very-secret")
                .contains("[key]");
    }

    @Test
    void neverShowsASecretHeader() {
        StubReply rejecting =
                StubReply.error(401, "{\"error\":{\"message\":\"bad token p4ssword-of-gateway\"}}", Map.of());
        try (ProviderStub stub = ProviderStub.playing(rejecting)) {
            Provider gateway = Provider.of("p", Provider.Kind.OPENAI_CHAT, stub.baseUrl(), "", List.of())
                    .withHeaders(Map.of("x-gateway", "p4ssword-of-gateway"));
            try (Models models = new Models(
                    List.of(gateway),
                    Calling.PROTOCOLS,
                    List.of(),
                    RetryPolicy.NONE,
                    Connections.ofEnvironment(),
                    new Random(1))) {
                ModelCallException failed = catchThrowableOfType(
                        ModelCallException.class,
                        () -> models.client("p/any").call(Calling.request(Provider.Kind.OPENAI_CHAT), event -> {}));
                assertThat(stub.requests().getFirst().header("x-gateway")).contains("p4ssword-of-gateway");
                assertThat(failed.failure().said()).isEqualTo("bad token [key]");
                assertThat(gateway.toString()).doesNotContain("p4ssword");
            }
        }
    }

    @Test
    void letsTheListenersOwnExceptionThrough() throws Exception {
        Provider.Kind kind = Provider.Kind.ANTHROPIC;
        try (ProviderStub stub = ProviderStub.playing(good(kind));
                Models models = Calling.models(kind, stub, Calling.QUICK)) {
            IllegalStateException mine = new IllegalStateException("disk full");
            IllegalStateException thrown = catchThrowableOfType(
                    IllegalStateException.class,
                    () -> models.client("p/any").call(Calling.request(kind), event -> {
                        if (event instanceof ModelEvent.TextDelta) {
                            throw mine;
                        }
                    }));
            assertThat(thrown).isSameAs(mine);
            assertThat(stub.requests()).hasSize(1);
        }
    }
}
