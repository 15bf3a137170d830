package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.Endpoint.Nothing;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls the daemon's REST interface. What creates something carries an `Idempotency-Key`, so that sending it again
/// after a lost answer can't act twice.
final class Api {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z]+}");

    private final Supplier<ServerAddress> address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    Api(Supplier<ServerAddress> address) {
        this.address = address;
    }

    /// An answer as it came and as a value.
    record Answer<R>(String json, Class<R> type) {
        R value() {
            return Json.read(json, type);
        }
    }

    /// One call in the making.
    final class Call<Q, R> {
        private final Endpoint<Q, R> endpoint;
        private final Map<String, String> query = new LinkedHashMap<>();
        private final String path;
        private Duration patience = Duration.ofSeconds(60);

        private Call(Endpoint<Q, R> endpoint, List<String> parameters) {
            this.endpoint = endpoint;
            var values = parameters.iterator();
            this.path = PARAMETER
                    .matcher(endpoint.path())
                    .replaceAll(parameter -> Matcher.quoteReplacement(encode(values.next())));
        }

        Call<Q, R> with(String parameter, Object value) {
            query.put(parameter, value.toString());
            return this;
        }

        /// For what may take minutes, such as an import.
        Call<Q, R> patiently() {
            patience = Duration.ofHours(1);
            return this;
        }

        R value() throws InterruptedException {
            return send().value();
        }

        R value(Q body) throws InterruptedException {
            return send(body).value();
        }

        Answer<R> send() throws InterruptedException {
            return exchange(HttpRequest.BodyPublishers.noBody());
        }

        Answer<R> send(Q body) throws InterruptedException {
            return exchange(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        }

        private Answer<R> exchange(HttpRequest.BodyPublisher body) throws InterruptedException {
            ServerAddress server = address.get();
            HttpRequest.Builder request = HttpRequest.newBuilder(server.api(path + queryText()))
                    .timeout(patience)
                    .method(endpoint.method(), body)
                    .header("Authorization", "Bearer " + server.token())
                    .header("Accept", "application/json");
            if (endpoint.request() != Nothing.class) {
                request.header("Content-Type", "application/json");
            }
            boolean again = endpoint.method().equals("GET");
            if (endpoint.status() == 201) {
                request.header("Idempotency-Key", UUID.randomUUID().toString());
                again = true;
            }
            return answer(server, transfer(server, request.build(), again));
        }

        private Answer<R> answer(ServerAddress server, HttpResponse<String> response) {
            if (response.statusCode() / 100 != 2) {
                throw problemOf(server, response.statusCode(), response.body());
            }
            return new Answer<>(response.body(), endpoint.response());
        }

        private String queryText() {
            StringBuilder text = new StringBuilder();
            query.forEach((name, value) -> text.append(text.isEmpty() ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(encode(value)));
            return text.toString();
        }
    }

    /// @param parameters the values for the path's parameters, in their order
    <Q, R> Call<Q, R> call(Endpoint<Q, R> endpoint, Object... parameters) {
        return new Call<>(
                endpoint, List.of(parameters).stream().map(Object::toString).toList());
    }

    HttpClient http() {
        return http;
    }

    ServerAddress server() {
        return address.get();
    }

    private HttpResponse<String> transfer(ServerAddress server, HttpRequest request, boolean again)
            throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw unreachable(server, e);
        } catch (HttpTimeoutException e) {
            throw Problem.unavailable(
                            "no-answer",
                            "The daemon did not answer in time",
                            server.url() + " took the request and sent nothing back.")
                    .withRemedy("It may still be doing it: look with `slipway status`.")
                    .toException(e);
        } catch (IOException e) {
            if (again) {
                return transfer(server, request, false);
            }
            throw unreachable(server, e);
        }
    }

    static ProblemException unreachable(ServerAddress server, IOException e) {
        return Problem.unavailable("no-daemon", "No daemon answers", "Nothing listens at " + server.url() + ".")
                .withRemedy("Start it with `slipway up`, or name another one with --server or SLIPWAY_URL.")
                .toException(e);
    }

    /// The server's own words where it has some.
    static ProblemException problemOf(ServerAddress server, int status, String body) {
        Problem.Kind kind = kindOf(status);
        try {
            ProblemDetails details = Json.read(body, ProblemDetails.class);
            Problem problem = new Problem(details.code(), kind, details.title(), details.detail(), details.remedy());
            boolean bare =
                    kind == Problem.Kind.UNAUTHENTICATED && problem.remedy().isEmpty();
            return (bare ? problem.withRemedy("The token came from " + server.source() + ".") : problem).toException();
        } catch (ProblemException e) {
            return Problem.of(
                            kind,
                            "strange-answer",
                            "This answer is not Slipway's",
                            server.url() + " answered with status " + status + " and no problem that can be read.")
                    .withRemedy("Check that a Slipway daemon listens there, and no proxy answers in its place.")
                    .toException(e);
        }
    }

    private static Problem.Kind kindOf(int status) {
        return switch (status) {
            case 401 -> Problem.Kind.UNAUTHENTICATED;
            case 403 -> Problem.Kind.FORBIDDEN;
            case 404 -> Problem.Kind.UNKNOWN;
            case 409, 412 -> Problem.Kind.CONFLICT;
            case 413 -> Problem.Kind.TOO_LARGE;
            case 429 -> Problem.Kind.BUSY;
            case 502, 503, 504 -> Problem.Kind.UNAVAILABLE;
            default -> status >= 500 ? Problem.Kind.INTERNAL : Problem.Kind.INVALID;
        };
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
