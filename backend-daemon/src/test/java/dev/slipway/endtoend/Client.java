package dev.slipway.endtoend;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.SessionCalls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/// A user of the interface with a token: REST calls by their endpoints, and journals by the socket.
final class Client {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    Client(String url, String token) {
        this.url = url;
        this.token = token;
    }

    String token() {
        return token;
    }

    /// What the server refused.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient ProblemDetails problem;

        Refused(ProblemDetails problem) {
            super(problem.status() + " " + problem.code() + ": " + problem.title() + ": " + problem.detail());
            this.problem = problem;
        }
    }

    <R> R get(Endpoint<Endpoint.Nothing, R> endpoint, Object... path) throws IOException, InterruptedException {
        return send(endpoint, HttpRequest.BodyPublishers.noBody(), path);
    }

    <Q, R> R call(Endpoint<Q, R> endpoint, Q body, Object... path) throws IOException, InterruptedException {
        return send(endpoint, HttpRequest.BodyPublishers.ofString(Json.write(body)), path);
    }

    SessionSummary session(String repository, String model, String prompt) throws IOException, InterruptedException {
        return call(
                SessionCalls.CREATE,
                new SessionCalls.NewSession(
                        new RepositoryId(repository),
                        Optional.empty(),
                        Optional.of(new ModelName(model)),
                        Optional.of(prompt),
                        List.of(),
                        Optional.empty()));
    }

    Prompt prompt(SessionId session, String text, PromptMode mode) throws IOException, InterruptedException {
        return call(
                SessionCalls.PROMPT,
                new SessionCalls.NewPrompt(Optional.empty(), text, Optional.of(mode), List.of(), Optional.empty()),
                session.value());
    }

    SessionCalls.SessionDetail detail(SessionId session) throws IOException, InterruptedException {
        return get(SessionCalls.GET, session.value());
    }

    /// Follows a session from its first row.
    Watch watch(SessionId session) {
        return new Watch(http, URI.create(url.replaceFirst("^http", "ws") + "/api/v1/socket"), token, session);
    }

    private <Q, R> R send(Endpoint<Q, R> endpoint, HttpRequest.BodyPublisher body, Object... path)
            throws IOException, InterruptedException {
        String target = endpoint.path();
        for (Object parameter : path) {
            target = target.replaceFirst("\\{[a-z]+}", parameter.toString());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + target))
                .method(endpoint.method(), body)
                .header("Authorization", "Bearer " + token);
        if (endpoint.request() != Endpoint.Nothing.class) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new Refused(problem(response));
        }
        return response.body().isEmpty() && endpoint.response() == Endpoint.Nothing.class
                ? endpoint.response().cast(new Endpoint.Nothing())
                : Json.read(response.body(), endpoint.response());
    }

    private static ProblemDetails problem(HttpResponse<String> response) {
        return response.body().startsWith("{")
                ? Json.read(response.body(), ProblemDetails.class)
                : ProblemDetails.of(Problem.of(
                        Problem.Kind.INTERNAL, "no-problem", "Status " + response.statusCode(), response.body()));
    }
}
