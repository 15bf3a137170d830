package dev.slipway.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/// Calls endpoints over HTTP.
final class Rest {
    private static final MediaType JSON = MediaType.get("application/json");

    private final Server server;
    private final OkHttpClient client;

    Rest(Server server, OkHttpClient client) {
        this.server = server;
        this.client = client;
    }

    <Q, R> R call(Endpoint<Q, R> endpoint, Map<String, String> parameters, Q body) {
        return call(endpoint, parameters, body, _ -> {});
    }

    <Q, R> R call(Endpoint<Q, R> endpoint, Map<String, String> parameters, Q body, DoubleConsumer sent) {
        Request request = new Request.Builder()
                .url(url(endpoint, parameters))
                .header("Authorization", "Bearer " + server.token())
                .header("Accept", "application/json")
                .method(endpoint.method(), bodyOf(endpoint, body, sent))
                .build();
        try (Response response = client.newCall(request).execute()) {
            String text = response.body() == null ? "" : response.body().string();
            if (!response.isSuccessful()) {
                throw problem(response.code(), text).toException();
            }
            return endpoint.response() == Endpoint.Nothing.class
                    ? endpoint.response().cast(new Endpoint.Nothing())
                    : Json.read(text, endpoint.response());
        } catch (IOException e) {
            throw unreachable(server, e).toException(e);
        }
    }

    /// What stands at a path below `/api/v1`, as it is.
    byte[] bytes(String path) {
        Request request = new Request.Builder()
                .url(HttpUrl.get(server.address().toString())
                        .newBuilder()
                        .addPathSegments("api/v1/" + path)
                        .build())
                .header("Authorization", "Bearer " + server.token())
                .build();
        try (Response response = client.newCall(request).execute()) {
            byte[] body =
                    response.body() == null ? new byte[0] : response.body().bytes();
            if (!response.isSuccessful()) {
                throw problem(response.code(), new String(body, StandardCharsets.UTF_8))
                        .toException();
            }
            return body;
        } catch (IOException e) {
            throw unreachable(server, e).toException(e);
        }
    }

    static Problem unreachable(Server server, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return Problem.unavailable(
                        "server-unreachable",
                        "The server can't be reached",
                        server.address() + " gave no answer: " + why)
                .withRemedy("Check that it runs and that this computer is online. Slipway keeps trying.");
    }

    private HttpUrl url(Endpoint<?, ?> endpoint, Map<String, String> parameters) {
        Map<String, String> left = new HashMap<>(parameters);
        HttpUrl.Builder url =
                HttpUrl.get(server.address().toString()).newBuilder().addPathSegments("api/v1");
        for (String part : endpoint.path().substring(1).split("/", -1)) {
            if (part.startsWith("{")) {
                String name = part.substring(1, part.length() - 1);
                @Nullable String value = left.remove(name);
                if (value == null) {
                    throw new IllegalArgumentException(endpoint.name() + " needs " + name);
                }
                url.addPathSegment(value);
            } else {
                url.addPathSegment(part);
            }
        }
        left.forEach(url::addQueryParameter);
        return url.build();
    }

    private static @Nullable RequestBody bodyOf(Endpoint<?, ?> endpoint, Object body, DoubleConsumer sent) {
        boolean bodiless = endpoint.method().equals("GET") || endpoint.method().equals("DELETE");
        if (bodiless) {
            return null;
        }
        return endpoint.request() == Endpoint.Nothing.class
                ? RequestBody.create(new byte[0])
                : new Telling(Json.write(body).getBytes(StandardCharsets.UTF_8), sent);
    }

    /// A JSON body that tells how much of it has gone.
    private static final class Telling extends RequestBody {
        private static final int PIECE = 64 * 1024;

        private final byte[] json;
        private final DoubleConsumer sent;

        Telling(byte[] json, DoubleConsumer sent) {
            this.json = json;
            this.sent = sent;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return json.length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            for (int from = 0; from < json.length; from += PIECE) {
                int length = Math.min(PIECE, json.length - from);
                sink.write(json, from, length);
                sink.emit();
                sent.accept((from + length) / (double) json.length);
            }
        }
    }

    static Problem problem(int status, String text) {
        try {
            return problem(Json.lenient().readValue(text, ProblemDetails.class));
        } catch (JsonProcessingException | ProblemException e) {
            return Problem.of(
                            kind(status),
                            "http-" + status,
                            "The server gave an answer that makes no sense here",
                            "It answered with HTTP status " + status + ".")
                    .withRemedy("Check that the address is that of a Slipway server.");
        }
    }

    static Problem problem(ProblemDetails details) {
        Problem problem = Problem.of(kind(details.status()), details.code(), details.title(), details.detail());
        return details.remedy().map(problem::withRemedy).orElse(problem);
    }

    private static Problem.Kind kind(int status) {
        return switch (status) {
            case 400 -> Problem.Kind.INVALID;
            case 401 -> Problem.Kind.UNAUTHENTICATED;
            case 403 -> Problem.Kind.FORBIDDEN;
            case 404 -> Problem.Kind.UNKNOWN;
            case 409 -> Problem.Kind.CONFLICT;
            case 413 -> Problem.Kind.TOO_LARGE;
            case 429 -> Problem.Kind.BUSY;
            case 502, 503, 504 -> Problem.Kind.UNAVAILABLE;
            default -> Problem.Kind.INTERNAL;
        };
    }
}
