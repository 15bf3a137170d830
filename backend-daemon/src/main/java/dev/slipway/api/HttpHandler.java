package dev.slipway.api;

import dev.slipway.model.account.Role;
import dev.slipway.model.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Meets every HTTP request. Whatever goes wrong becomes a problem that a person can read; what is no problem but a
/// fault of ours is logged under an id, and only the id goes out.
final class HttpHandler extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);
    private static final String ALLOWED_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match";

    private final Access access;
    private final RouteRunner runner;
    private final Router router;
    private final Map<List<String>, Fixed> fixed;
    private final List<Streamed> streamed;
    private final HttpMetrics metrics;

    /// What is read under a fixed path and no endpoint.
    record Fixed(boolean open, Supplier<Reply> reply) {}

    /// What takes over a request whole and answers by itself.
    interface Streamed {
        /// The name by which its requests are counted.
        String name();

        boolean takes(List<String> path);

        /// @throws Refusal          while nothing has been written
        /// @throws ProblemException while nothing has been written
        void handle(Request request, List<String> path, Response response, Callback callback)
                throws InterruptedException;
    }

    HttpHandler(
            Access access,
            RouteRunner runner,
            Router router,
            Map<List<String>, Fixed> fixed,
            List<Streamed> streamed,
            HttpMetrics metrics) {
        this.access = access;
        this.runner = runner;
        this.router = router;
        this.fixed = fixed;
        this.streamed = streamed;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpMetrics.Timing timing = metrics.begin();
        Optional<Reply> reply;
        try {
            access.checkHost(request);
            Optional<String> origin = access.checkOrigin(request);
            origin.ifPresent(allowed -> response.getHeaders()
                    .add("Access-Control-Allow-Origin", allowed)
                    .add("Access-Control-Expose-Headers", "ETag, Location, Retry-After, Idempotency-Replayed")
                    .add("Vary", "Origin"));
            reply = answer(request, response, Callback.from(callback, () -> timing.end(response.getStatus())), timing);
        } catch (Refusal e) {
            reply = Optional.of(Reply.of(e));
        } catch (ProblemException e) {
            reply = Optional.of(Reply.of(Refusal.of(e.problem())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = Optional.of(Reply.of(Refusal.of(503, "stopping", "Slipway is stopping", "The request was cut.")));
        } catch (RuntimeException | StackOverflowError e) {
            reply = Optional.of(fault(request, e));
        }
        reply.ifPresent(whole -> {
            timing.end(whole.status());
            write(whole, request, response, callback);
        });
        return true;
    }

    private Optional<Reply> answer(Request request, Response response, Callback callback, HttpMetrics.Timing timing)
            throws InterruptedException {
        List<String> path = RequestPath.segments(request.getHttpURI().getPath());
        for (Streamed each : streamed) {
            if (each.takes(path)) {
                timing.route(each.name());
                each.handle(request, path, response, callback);
                return Optional.empty();
            }
        }
        String method = request.getMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        Fixed page = fixed.get(path);
        if (page != null) {
            if (!reads) {
                return Optional.of(otherMethod(method, List.of("GET")));
            }
            if (!page.open()) {
                access.require(request, Role.VIEWER);
            }
            timing.route(path.getLast());
            return Optional.of(page.reply().get());
        }
        Router.Place place = below(path).flatMap(router::find).orElseThrow(HttpHandler::notFound);
        Route<?, ?> route = place.methods().get(reads ? "GET" : method);
        if (route == null) {
            return Optional.of(otherMethod(method, List.copyOf(place.methods().keySet())));
        }
        timing.route(route.endpoint().name());
        return Optional.of(runner.run(request, route, place));
    }

    /// The part of a path below `/api/v1`. `/health` stands at the root too, where monitors look for it.
    private static Optional<List<String>> below(List<String> path) {
        if (path.equals(List.of("health"))) {
            return Optional.of(path);
        }
        boolean api =
                path.size() > 2 && path.get(0).equals("api") && path.get(1).equals("v1");
        return api ? Optional.of(path.subList(2, path.size())) : Optional.empty();
    }

    private static Reply otherMethod(String method, List<String> known) {
        List<String> allowed = new ArrayList<>(known);
        if (known.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add("OPTIONS");
        String allow = String.join(", ", allowed);
        if (method.equals("OPTIONS")) {
            return Reply.empty(204)
                    .with("Allow", allow)
                    .with("Access-Control-Allow-Methods", allow)
                    .with("Access-Control-Allow-Headers", ALLOWED_HEADERS)
                    .with("Access-Control-Max-Age", "600");
        }
        throw Refusal.of(405, "method-not-allowed", "This address does not take that method", "It takes " + allow + ".")
                .header("Allow", allow);
    }

    private static Refusal notFound() {
        return Refusal.of(404, "no-such-address", "There is nothing at this address", "No call has this path.")
                .remedy("Look it up in /api/v1/openapi.json.");
    }

    private static Reply fault(Request request, Throwable e) {
        String id = "%08x".formatted(ThreadLocalRandom.current().nextInt());
        log.error(
                "Error {} in {} {}",
                id,
                request.getMethod(),
                request.getHttpURI().getPath(),
                e);
        return Reply.of(
                Refusal.of(500, "internal-error", "Something is wrong in Slipway", "The fault has the id " + id + ".")
                        .remedy("The daemon's log says more under that id; please report it."));
    }

    static void write(Reply reply, Request request, Response response, Callback callback) {
        response.setStatus(reply.status());
        reply.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (!reply.headers().containsKey("Cache-Control")) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        }
        if (!reply.contentType().isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
        }
        byte[] body = reply.bytes();
        boolean bodiless = reply.status() == 204 || reply.status() == 304;
        if (!bodiless) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, bodiless || head ? null : ByteBuffer.wrap(body), callback);
    }
}
