package dev.slipway.llm.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
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

/// Answers a call from memory, so that all code of a call has run once before the first real one.
final class CannedHttp implements HttpClient {
    static final String RESPONSES = """
            data: {"type":"response.output_item.added","sequence_number":0,"output_index":0,"item":{"id":"r","type":"reasoning","summary":[]}}

            data: {"type":"response.reasoning_summary_text.delta","sequence_number":1,"item_id":"r","output_index":0,"summary_index":0,"delta":"a"}

            data: {"type":"response.output_item.done","sequence_number":2,"output_index":0,"item":{"id":"r","type":"reasoning","summary":[{"type":"summary_text","text":"a"}],"encrypted_content":"x"}}

            data: {"type":"response.output_text.delta","sequence_number":3,"item_id":"m","output_index":1,"content_index":0,"delta":"a","logprobs":[]}

            data: {"type":"response.output_item.added","sequence_number":4,"output_index":2,"item":{"id":"f","type":"function_call","status":"in_progress","call_id":"c","name":"warm_up","arguments":""}}

            data: {"type":"response.function_call_arguments.delta","sequence_number":5,"item_id":"f","output_index":2,"delta":"{}"}

            data: {"type":"response.output_item.done","sequence_number":6,"output_index":2,"item":{"id":"f","type":"function_call","status":"completed","call_id":"c","name":"warm_up","arguments":"{}"}}

            data: {"type":"response.completed","sequence_number":7,"response":{"id":"r","object":"response","model":"warm-up","output":[],"usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":0},"output_tokens":1,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":2}}}

            """;

    static final String CHAT = """
            data: {"id":"c","object":"chat.completion.chunk","model":"warm-up","choices":[{"index":0,"delta":{"role":"assistant","content":"a","reasoning_content":"a"},"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"warm-up","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"warm_up","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"warm-up","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

            data: [DONE]

            """;

    private final String stream;

    CannedHttp(String stream) {
        this.stream = stream;
    }

    static Provider provider(Provider.Kind kind) {
        return Provider.of("warm-up", kind, "http://localhost", "", List.of());
    }

    static void rehearse(ModelClient client) throws InterruptedException {
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
            client.call(request, event -> {});
        } catch (ModelCallException impossible) {
            throw new IllegalStateException("The canned answer is not understood", impossible);
        }
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        HttpRequestBody body = request.body();
        if (body != null) {
            body.writeTo(new ByteArrayOutputStream());
        }
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
                return new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8));
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
