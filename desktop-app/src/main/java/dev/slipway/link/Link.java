package dev.slipway.link;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.BlobId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.ServerFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The link to one server: calls, and a socket that connects again by itself and resumes each subscription
/// where it
/// was. Subscribers hear of everything on threads of the link, never on a window's.
public final class Link implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final Duration HELLO_WITHIN = Duration.ofSeconds(10);

    private final Server server;
    private final Backoff backoff;
    private final InstantSource clock;
    private final OkHttpClient client = new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(Duration.ofSeconds(60))
            .build();
    private final Rest rest;
    private final Inlets inlets;
    private final Subscriptions subscriptions = new Subscriptions(this::send);
    private final List<Consumer<LinkState>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore wake = new Semaphore(0);
    private final AtomicLong heardNanos = new AtomicLong();
    private final Thread keeper;
    private volatile CompletableFuture<ServerFrame.Hello> hello = new CompletableFuture<>();
    private volatile @Nullable Socket socket;
    private volatile LinkState state = new LinkState.Connecting(1);
    private volatile boolean closed;

    public Link(Server server, Backoff backoff, InstantSource clock) {
        this.server = server;
        this.backoff = backoff;
        this.clock = clock;
        this.rest = new Rest(server, client);
        this.inlets = new Inlets(server);
        this.keeper = Thread.ofVirtual().name("link").unstarted(this::keep);
    }

    /// Begins to connect, and keeps at it until [#close].
    public void start() {
        keeper.start();
    }

    public Server server() {
        return server;
    }

    public LinkState state() {
        return state;
    }

    /// Calls an endpoint and waits for its answer; not for a window's thread.
    /// @param parameters those of the path and of the query, by name
    /// @throws ProblemException what the server says against it, or that it can't be reached
    public <Q, R> R call(Endpoint<Q, R> endpoint, Map<String, String> parameters, Q request) {
        return rest.call(endpoint, parameters, request);
    }

    /// Calls an endpoint with a body that may be large.
    /// @param sent hears how much of it is on its way, from 0 to 1
    public <Q, R> R call(Endpoint<Q, R> endpoint, Map<String, String> parameters, Q request, DoubleConsumer sent) {
        return rest.call(endpoint, parameters, request, sent);
    }

    /// Calls an endpoint that takes no body.
    public <R> R call(Endpoint<Endpoint.Nothing, R> endpoint, Map<String, String> parameters) {
        return rest.call(endpoint, parameters, new Endpoint.Nothing());
    }

    /// The bytes of a blob; not for a window's thread.
    /// @throws ProblemException what the server says against it, or that it can't be reached
    public byte[] blob(SessionId session, BlobId blob) {
        return rest.bytes("sessions/" + session.value() + "/blobs/" + blob.value());
    }

    /// Tells the state now and whenever it changes.
    public Pin onState(Consumer<LinkState> listener) {
        listeners.add(listener);
        listener.accept(state);
        return () -> listeners.remove(listener);
    }

    /// Follows a session's journal.
    /// @param from the first sequence number wanted
    public Pin follow(SessionId session, long from, Follower follower) {
        return subscriptions.add(new SessionFollowing(session, from, follower));
    }

    /// Follows a session's journal from where the follower is, or from its end.
    /// @param newest the newest event that the follower has
    /// @param tail   with how many of the newest events to begin when it has none
    public Pin follow(SessionId session, Optional<Envelope> newest, int tail, Follower follower) {
        return subscriptions.add(new SessionFollowing(session, newest, tail, follower));
    }

    /// Follows the list of sessions: first all of the newest, then each that changes; all again after a break.
    public Pin followSessions(Consumer<List<SessionSummary>> listener) {
        return subscriptions.add(new Subscriptions.OfList(listener));
    }

    /// Follows the machines of sandboxes and what is made ready on them.
    public Pin followFleet(FleetListener listener) {
        return subscriptions.add(new Subscriptions.OfFleet(listener));
    }

    /// A way into the sandbox of a session, which is held until it is closed.
    public Inlet into(SessionId session) {
        return inlets.open(session);
    }

    /// Tells who else is in the sessions that this client follows or lists.
    public Pin onPeople(PeopleListener listener) {
        return subscriptions.addPeople(listener);
    }

    /// Says that the person types in a session. Lost without a trace while the link is down.
    public void typing(SessionId session) {
        send(new ClientFrame.Typing(session));
    }

    /// Tries to connect now rather than when it is due.
    public void retryNow() {
        wake.release();
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        inlets.close();
        @Nullable Socket open = socket;
        if (open != null) {
            open.close();
        }
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private void keep() {
        int failures = 0;
        try {
            while (!closed) {
                become(new LinkState.Connecting(failures + 1));
                Problem problem;
                try (Socket opened = Socket.open(server, this::receive)) {
                    problem = Rest.unreachable(server, new IllegalStateException(live(opened)));
                    failures = hello.isDone() && !hello.isCompletedExceptionally() ? 0 : failures;
                } catch (ProblemException e) {
                    problem = e.problem();
                } finally {
                    socket = null;
                    subscriptions.pause();
                    hello = new CompletableFuture<>();
                }
                failures++;
                pause(problem, failures);
            }
        } catch (InterruptedException e) {
            log.debug("The link to {} is closed", server);
        } finally {
            become(new LinkState.Closed());
        }
    }

    /// Stays as long as the socket does; returns why it ended.
    private String live(Socket opened) throws InterruptedException {
        socket = opened;
        heardNanos.set(System.nanoTime());
        CompletableFuture<ServerFrame.Hello> expected = hello;
        var _ = opened.end().thenAccept(reason -> expected.completeExceptionally(new IOException(reason)));
        try {
            ServerFrame.Hello greeting = expected.get(HELLO_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            become(new LinkState.Connected(greeting.version(), greeting.user()));
            subscriptions.resume();
            return pingUntilEnd(opened, Duration.ofSeconds(Math.max(1, greeting.pingSeconds())));
        } catch (TimeoutException e) {
            return "it said nothing for " + HELLO_WITHIN.toSeconds() + " s";
        } catch (ExecutionException e) {
            return String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        }
    }

    private String pingUntilEnd(Socket opened, Duration interval) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return opened.end().get(interval.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long silent = System.nanoTime() - heardNanos.get();
                if (silent > 2 * interval.toNanos()) {
                    return "it fell silent";
                }
                if (silent >= interval.toNanos()) {
                    opened.send(new ClientFrame.Ping("still-there"));
                }
            }
        }
    }

    private void pause(Problem problem, int failures) throws InterruptedException {
        wake.drainPermits();
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED || problem.kind() == Problem.Kind.FORBIDDEN) {
            become(new LinkState.Refused(problem));
            wake.acquire();
            return;
        }
        Duration delay = backoff.after(failures);
        Instant due = clock.instant().plus(delay);
        become(new LinkState.Waiting(problem, due, failures));
        if (wake.tryAcquire(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            log.debug("Connecting to {} before it is due", server);
        }
    }

    private void receive(Object from, ServerFrame frame) {
        heardNanos.set(System.nanoTime());
        if (frame instanceof ServerFrame.Hello greeting) {
            hello.complete(greeting);
            return;
        }
        @Nullable Socket current = socket;
        if (current != null && current.is(from)) {
            subscriptions.receive(frame);
        }
    }

    private void send(ClientFrame frame) {
        @Nullable Socket current = socket;
        if (current != null && hello.isDone()) {
            current.send(frame);
        }
    }

    private void become(LinkState next) {
        state = next;
        listeners.forEach(listener -> listener.accept(next));
    }
}
