package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.User;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's WebSocket: reads what the client says, one message at a time, and runs a virtual thread for each
/// subscription. A message that can't be understood is refused; the socket goes on.
final class ClientSocket implements FrameHandler {
    static final int MOST_SUBSCRIPTIONS = 1_000;
    private static final int LONGEST_NAME = 100;
    private static final Logger log = LoggerFactory.getLogger(ClientSocket.class);

    private final Sockets sockets;
    private final Users.Pass pass;
    private final User user;
    private final Map<String, Following> followers = new HashMap<>(4);
    private boolean closed;
    private @Nullable CoreSession session;
    private @Nullable Outbox outbox;
    private @Nullable ByteArrayOutputStream message;
    private boolean text;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean pinging;

    /// A subscription that runs.
    /// @param session the one it follows, if it follows one
    private record Following(Thread thread, Optional<SessionId> session) {}

    /// What a subscription does until it is interrupted.
    interface Follower {
        void follow(Outbox out) throws InterruptedException, ClientGone;
    }

    ClientSocket(Sockets sockets, Users.Pass pass) {
        this.sockets = sockets;
        this.pass = pass;
        this.user = pass.user();
    }

    Users.Pass pass() {
        return pass;
    }

    User user() {
        return user;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        outbox = new Outbox(opened, sockets.settings().sendLimit());
        sockets.opened(this);
        callback.succeeded();
        try {
            outbox.send(new ServerFrame.Hello(sockets.settings().version(), user.author(), (int)
                    sockets.settings().pingEvery().toSeconds()));
        } catch (ClientGone e) {
            log.debug("{} left before the first frame: {}", user.id().value(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        heardNanos = System.nanoTime();
        CoreSession open = open();
        try {
            switch (frame.getOpCode()) {
                case OpCode.PING -> {
                    ByteBuffer payload = ByteBuffer.allocate(frame.getPayloadLength());
                    payload.put(frame.getPayload()).flip();
                    open.sendFrame(new Frame(OpCode.PONG, true, payload), Callback.NOOP, false);
                }
                case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> read(frame);
                default -> {
                    // A pong, which says that the client is there; or a close frame, which Jetty answers.
                }
            }
            callback.succeeded();
        } catch (CharacterCodingException e) {
            callback.succeeded();
            open.close(CloseStatus.BAD_PAYLOAD, "The text is not UTF-8", Callback.NOOP);
        } catch (ClientGone e) {
            callback.failed(e);
            return;
        } catch (InterruptedException e) {
            callback.failed(e);
            Thread.currentThread().interrupt();
            return;
        }
        open.demand();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        log.debug("The socket of {} broke", user.id().value(), cause);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        List<Following> ending;
        synchronized (followers) {
            closed = true;
            ending = List.copyOf(followers.values());
            followers.clear();
        }
        ending.forEach(following -> following.thread().interrupt());
        sockets.closed(this);
        callback.succeeded();
    }

    /// Pings the client, or cuts it off if nothing was heard of it for too long.
    void ping(long nanos) {
        CoreSession open = open();
        if (nanos - heardNanos > 3 * sockets.settings().pingEvery().toNanos()) {
            open.abort();
        } else if (!pinging) {
            pinging = true;
            open.sendFrame(new Frame(OpCode.PING), Callback.from(() -> pinging = false), false);
        }
    }

    /// Tells that somebody types, where this client follows that session. Does not wait for the client.
    void tellTyping(SessionId session, Author typist) {
        List<String> names;
        synchronized (followers) {
            names = followers.entrySet().stream()
                    .filter(each -> each.getValue().session().equals(Optional.of(session)))
                    .map(Map.Entry::getKey)
                    .toList();
        }
        if (!names.isEmpty()) {
            sockets.thread(() -> names.forEach(name -> tell(new ServerFrame.SomeoneTypes(name, typist))))
                    .start();
        }
    }

    /// Ends it, as its token does not hold any more.
    void turnOut() {
        open().close(CloseStatus.POLICY_VIOLATION, "This token does not hold any more", Callback.NOOP);
    }

    /// Says goodbye; the client may come back.
    void goAway() {
        open().close(CloseStatus.SHUTDOWN, "Slipway is stopping", Callback.NOOP);
    }

    private CoreSession open() {
        if (session == null) {
            throw new IllegalStateException("The socket is not open yet");
        }
        return session;
    }

    private Outbox out() {
        if (outbox == null) {
            throw new IllegalStateException("The socket is not open yet");
        }
        return outbox;
    }

    private void read(Frame frame) throws CharacterCodingException, ClientGone, InterruptedException {
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            text = frame.getOpCode() == OpCode.TEXT;
            if (frame.isFin()) {
                understand(frame.getPayload());
                return;
            }
            message = new ByteArrayOutputStream();
        }
        if (message == null) {
            return; // too large, and told so
        }
        byte[] more = new byte[frame.getPayloadLength()];
        frame.getPayload().get(more);
        message.writeBytes(more);
        if (message.size() > Sockets.LONGEST_MESSAGE) {
            message = null;
            refuse(Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "message-too-large",
                    "The message is too large",
                    "A client's message has at most " + Sockets.LONGEST_MESSAGE / 1024 + " KiB."));
        } else if (frame.isFin()) {
            ByteBuffer whole = ByteBuffer.wrap(message.toByteArray());
            message = null;
            understand(whole);
        }
    }

    private void understand(ByteBuffer payload) throws CharacterCodingException, ClientGone, InterruptedException {
        if (!text) {
            refuse(Problem.invalid("binary-message", "Binary messages mean nothing here", "Frames are JSON text."));
            return;
        }
        String json = StandardCharsets.UTF_8.newDecoder().decode(payload).toString();
        try {
            take(Json.readRequest(json, ClientFrame.class));
        } catch (ProblemException e) {
            refuse(e.problem());
        } catch (RuntimeException e) {
            log.error("A frame of {} could not be handled", user.id().value(), e);
            refuse(Problem.of(
                    Problem.Kind.INTERNAL,
                    "internal-error",
                    "Something is wrong in Slipway",
                    "The frame could not be handled."));
        }
    }

    private void take(ClientFrame frame) throws ClientGone, InterruptedException {
        switch (frame) {
            case ClientFrame.Subscribe wanted ->
                begin(wanted.subscription(), Optional.of(wanted.session()), () -> sockets.follower(wanted, user));
            case ClientFrame.SubscribeSessions wanted ->
                begin(wanted.subscription(), Optional.empty(), () -> sockets.follower(wanted, user));
            case ClientFrame.SubscribeFleet wanted ->
                begin(wanted.subscription(), Optional.empty(), () -> sockets.follower(wanted));
            case ClientFrame.Unsubscribe ended -> end(ended.subscription());
            case ClientFrame.Typing typing -> sockets.typing(typing.session(), this);
            case ClientFrame.Drafting draft -> sockets.drafting(draft, user);
            case ClientFrame.Ping ping -> out().send(new ServerFrame.Pong(ping.nonce()));
        }
    }

    private void begin(String name, Optional<SessionId> session, Supplier<Follower> source)
            throws ClientGone, InterruptedException {
        try {
            checkName(name);
            Follower follower = source.get();
            Thread thread = sockets.thread(() -> run(name, follower));
            synchronized (followers) {
                checkRoom(name);
                if (closed) {
                    return;
                }
                followers.put(name, new Following(thread, session));
            }
            thread.start();
        } catch (ProblemException e) {
            out().send(new ServerFrame.Ended(name, ProblemDetails.of(e.problem())));
        }
    }

    private void run(String name, Follower follower) {
        try {
            follower.follow(out());
        } catch (ClientGone e) {
            log.debug("{} is gone: {}", user.id().value(), e.getMessage());
        } catch (InterruptedException e) {
            // Unsubscribed or closed: nothing is left to do.
        } catch (ProblemException e) {
            tellEnd(name, e.problem());
        } catch (RuntimeException e) {
            log.error("Subscription {} of {} broke", name, user.id().value(), e);
            tellEnd(
                    name,
                    Problem.of(
                            Problem.Kind.INTERNAL,
                            "internal-error",
                            "Something is wrong in Slipway",
                            "The subscription broke."));
        } finally {
            synchronized (followers) {
                @Nullable Following mine = followers.get(name);
                if (mine != null && mine.thread() == Thread.currentThread()) {
                    followers.remove(name);
                }
            }
        }
    }

    private void tellEnd(String name, Problem why) {
        tell(new ServerFrame.Ended(name, ProblemDetails.of(why)));
    }

    private void tell(ServerFrame frame) {
        try {
            out().send(frame);
        } catch (ClientGone e) {
            log.debug("{} is gone: {}", user.id().value(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when the last frame about it has been sent, so that the name can be used again.
    private void end(String name) throws InterruptedException {
        @Nullable Following ended;
        synchronized (followers) {
            ended = followers.remove(name);
        }
        if (ended == null) {
            throw Problem.unknown("unknown-subscription", "There is no such subscription", "It may have ended already.")
                    .toException();
        }
        ended.thread().interrupt();
        ended.thread().join();
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw Problem.invalid(
                            "malformed-subscription",
                            "This is not a valid name for a subscription",
                            "It has 1 to " + LONGEST_NAME + " characters.")
                    .toException();
        }
    }

    private void checkRoom(String name) {
        if (followers.containsKey(name)) {
            throw Problem.conflict(
                            "subscription-exists",
                            "There is a subscription of that name",
                            "Each of a socket's subscriptions has a name of its own.")
                    .toException();
        }
        if (followers.size() >= MOST_SUBSCRIPTIONS) {
            throw Problem.of(
                            Problem.Kind.BUSY,
                            "too-many-subscriptions",
                            "This socket has too many subscriptions",
                            "A socket may have " + MOST_SUBSCRIPTIONS + ".")
                    .withRemedy("End some, or open another socket.")
                    .toException();
        }
    }

    private void refuse(Problem problem) throws ClientGone, InterruptedException {
        out().send(new ServerFrame.Refused(ProblemDetails.of(problem)));
    }
}
