package dev.slipway.llm.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import dev.slipway.llm.Connections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Request;
import okhttp3.Response;

/// Carries the SDK's requests over the shared connections.
final class PooledHttp implements HttpClient {
    private final Connections.Line line;

    PooledHttp(Connections.Line line) {
        this.line = line;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        Request.Builder builder = new Request.Builder().url(request.url());
        Headers headers = request.headers();
        headers.names().forEach(name -> headers.values(name).forEach(value -> builder.addHeader(name, value)));
        try {
            Optional<HttpRequestBody> body = request.body();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            body.ifPresent(content -> content.writeTo(bytes));
            String mediaType = body.map(HttpRequestBody::contentType).orElse("application/json");
            return new Streamed(line.post(builder, bytes.toByteArray(), mediaType));
        } catch (IOException broken) {
            throw new AnthropicIoException("Request failed", broken);
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        throw new UnsupportedOperationException("Model calls block their virtual thread");
    }

    @Override
    public void close() {
        // The connections belong to all providers.
    }

    private record Streamed(Response response) implements HttpResponse {
        @Override
        public int statusCode() {
            return response.code();
        }

        @Override
        public Headers headers() {
            Headers.Builder builder = Headers.builder();
            response.headers().forEach(header -> builder.put(header.getFirst(), header.getSecond()));
            return builder.build();
        }

        @Override
        public InputStream body() {
            return Objects.requireNonNull(response.body(), "OkHttp gives each answer a body")
                    .byteStream();
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
