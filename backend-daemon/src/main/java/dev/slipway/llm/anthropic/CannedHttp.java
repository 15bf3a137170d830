package dev.slipway.llm.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.llm.CallOptions;
import dev.slipway.llm.Message;
import dev.slipway.llm.ModelCallException;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.ModelRequest;
import dev.slipway.llm.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Answers a call from memory, so that all code of a call has run once before the first real one.
final class CannedHttp implements HttpClient {
    static final Provider PROVIDER = Provider.of("warm-up", Provider.Kind.ANTHROPIC, "http://localhost", "", List.of());

    private static final String STREAM = """
            event: message_start
            data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"warm-up","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"a"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"a"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"warm_up","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":2}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    static void rehearse(Function<HttpClient, ModelClient> opener) throws InterruptedException {
        ModelRequest request = new ModelRequest(
                "warm-up",
                List.of(new ModelRequest.SystemBlock("Be warm.", true)),
                List.of(Message.user("Warm up")),
                List.of(new ModelRequest.ToolSpec(
                        "warm_up",
                        "Does nothing",
                        JsonNodeFactory.instance.objectNode().put("type", "object"))),
                CallOptions.STANDARD.withMaxOutputTokens(100));
        try {
            opener.apply(new CannedHttp()).call(request, event -> {});
        } catch (ModelCallException impossible) {
            throw new IllegalStateException("The canned answer is not understood", impossible);
        }
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        request.body().ifPresent(body -> body.writeTo(new ByteArrayOutputStream()));
        return new HttpResponse() {
            @Override
            public int statusCode() {
                return 200;
            }

            @Override
            public Headers headers() {
                return Headers.builder().build();
            }

            @Override
            public InputStream body() {
                return new ByteArrayInputStream(STREAM.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        throw new UnsupportedOperationException("Only blocking calls are warmed up");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
