package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.Endpoint.Parameter;
import dev.slipway.model.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Takes one request through an endpoint: who asks, what exactly, whether it was asked before, whether the thing is
/// still as the client last saw it; then the action, then the answer.
final class RouteRunner {
    static final String BASE = "/api/v1";
    private static final int LOCKS = 64;

    private final Access access;
    private final IdempotencyKeys keys;
    private final RequestBody bodies = new RequestBody();
    private final List<Lock> locks =
            Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

    RouteRunner(Access access, IdempotencyKeys keys) {
        this.access = access;
        this.keys = keys;
    }

    <Q, R> Reply run(Request request, Route<Q, R> route, Router.Place place) throws InterruptedException {
        Endpoint<Q, R> endpoint = route.endpoint();
        Optional<Users.Pass> user = route.has(Route.Trait.OPEN)
                ? Optional.empty()
                : Optional.of(access.requirePass(request, endpoint.role()));
        Map<String, String> query = query(request, endpoint);
        return switch (endpoint.method()) {
            case "GET" -> ifNoneMatch(request, answer(route, new Call<>(nothing(route), place.path(), query, user)));
            case "PATCH", "PUT" ->
                bodies.use(request, route.bodyLimit(), body -> {
                    Q parsed = RequestBody.parse(request, body, endpoint.request());
                    return ifMatch(
                            request, place, user, () -> answer(route, new Call<>(parsed, place.path(), query, user)));
                });
            default ->
                bodies.use(request, route.bodyLimit(), body -> {
                    Q parsed = RequestBody.parse(request, body, endpoint.request());
                    return once(request, body, route, new Call<>(parsed, place.path(), query, user));
                });
        };
    }

    private static <Q, R> Reply answer(Route<Q, R> route, Call<Q> call) throws InterruptedException {
        R result = route.action().answer(call);
        int status = route.endpoint().status();
        Reply reply = result instanceof Endpoint.Nothing ? Reply.empty(status) : Reply.json(status, Json.write(result));
        return route.location()
                .map(path -> reply.with("Location", BASE + path.apply(result)))
                .orElse(reply);
    }

    private <Q, R> Reply once(Request request, byte[] body, Route<Q, R> route, Call<Q> call)
            throws InterruptedException {
        @Nullable String key = request.getHeaders().get("Idempotency-Key");
        if (key == null
                || route.has(Route.Trait.SECRET)
                || !route.endpoint().method().equals("POST")) {
            return answer(route, call);
        }
        String hash = EntityTag.sha256(request.getHttpURI().getPathQuery().getBytes(StandardCharsets.UTF_8), body);
        return keys.once(call.caller().id(), key, hash, () -> answer(route, call));
    }

    private static Reply ifNoneMatch(Request request, Reply reply) {
        String tag = EntityTag.of(reply.bytes());
        @Nullable String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        Reply answer = known != null && EntityTag.matches(known, tag) ? Reply.empty(304) : reply;
        return answer.with("ETag", tag).with("Cache-Control", "private, no-cache");
    }

    /// Changes to one thing go one after the other, so that between the look at its version and the change no other
    /// client's change comes in.
    private Reply ifMatch(Request request, Router.Place place, Optional<Users.Pass> user, IdempotencyKeys.Act act)
            throws InterruptedException {
        Lock lock = locks.get(Math.floorMod(request.getHttpURI().getPath().hashCode(), LOCKS));
        lock.lockInterruptibly();
        try {
            @Nullable String wanted = request.getHeaders().get(HttpHeader.IF_MATCH);
            @Nullable Route<?, ?> shown = place.methods().get("GET");
            if (wanted != null && shown != null && !EntityTag.matches(wanted, tag(shown, place, user))) {
                throw Refusal.of(
                                412,
                                "changed-meanwhile",
                                "It has changed since you looked",
                                "The `If-Match` header names another version than the present one.")
                        .remedy("Get it again, look at what changed, then change it.");
            }
            return act.act();
        } finally {
            lock.unlock();
        }
    }

    private static <Q, R> String tag(Route<Q, R> shown, Router.Place place, Optional<Users.Pass> user)
            throws InterruptedException {
        Reply now = answer(shown, new Call<>(nothing(shown), place.path(), Map.of(), user));
        return EntityTag.of(now.bytes());
    }

    private static <Q> Q nothing(Route<Q, ?> route) {
        return route.endpoint().request().cast(new Endpoint.Nothing());
    }

    private static Map<String, String> query(Request request, Endpoint<?, ?> endpoint) {
        @Nullable String raw = request.getHttpURI().getQuery();
        Map<String, String> query = RequestPath.query(raw == null ? "" : raw);
        List<String> known = endpoint.query().stream().map(Parameter::name).toList();
        query.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problem.invalid(
                                    "unknown-parameter",
                                    "A query parameter is not known here",
                                    known.isEmpty()
                                            ? "This call takes no query parameters."
                                            : "This call takes " + String.join(", ", known) + ".")
                            .toException();
                });
        return query;
    }
}
