package dev.slipway.link;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.BlobId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Watchers;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.SessionCalls;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that speaks Slipway's REST and socket as far as a test has given it answers and journals.
public final class TestServer implements AutoCloseable {
    public static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");
    private static final String TOKEN = "secret";

    private static final Pattern BLOB = Pattern.compile("/api/v1/sessions/[^/]+/blobs/([0-9a-f]{64})");

    private record Answer(
            Endpoint<?, ?> endpoint, Pattern path, BiFunction<Map<String, String>, String, Object> give) {}

    private final ServerSocket listener;
    private final Thread accepting;
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final Map<BlobId, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<SessionId, TestJournal> journals = new ConcurrentHashMap<>();
    private final Map<SessionId, SessionSummary> summaries = new LinkedHashMap<>();
    private final List<TestSocket> sockets = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArraySet<Socket> connections = new CopyOnWriteArraySet<>();
    private final LinkedBlockingQueue<ClientFrame> received = new LinkedBlockingQueue<>();
    private final Set<SessionId> unknown = ConcurrentHashMap.newKeySet();
    private volatile int mischiefPercent;
    private volatile List<Watchers> people = List.of();
    private volatile List<FleetEvent> fleet = List.of();

    public TestServer() {
        this(0);
    }

    private TestServer(int port) {
        try {
            listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer(
                SessionCalls.EVENTS,
                (parameters, _) -> journal(new SessionId(parameters.getOrDefault("id", "")))
                        .page(
                                Long.parseLong(parameters.getOrDefault("from", "1")),
                                Integer.parseInt(parameters.getOrDefault("limit", "500"))));
        accepting = Thread.ofVirtual().name("test-server").start(this::accept);
    }

    public Server address() {
        return new Server("test", URI.create("http://127.0.0.1:" + listener.getLocalPort()), TOKEN);
    }

    /// Answers calls of `endpoint`: the function gets path and query parameters, and the body.
    public <Q, R> void answer(Endpoint<Q, R> endpoint, BiFunction<Map<String, String>, Q, R> give) {
        Pattern path = Pattern.compile("/api/v1" + endpoint.path().replaceAll("\\{(\\w+)}", "(?<$1>[^/]+)"));
        answers.addFirst(new Answer(
                endpoint,
                path,
                (parameters, body) -> give.apply(
                        parameters,
                        endpoint.request() == Endpoint.Nothing.class
                                ? endpoint.request().cast(new Endpoint.Nothing())
                                : Json.readRequest(body, endpoint.request()))));
    }

    /// Has a blob in every session.
    public BlobId blob(byte[] bytes) {
        try {
            BlobId id = new BlobId(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            blobs.put(id, bytes);
            return id;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public TestJournal journal(SessionId session) {
        return journals.computeIfAbsent(session, _ -> new TestJournal());
    }

    /// Has another journal from now on, as after a backup was restored; whoever follows it is cut off.
    public void replace(SessionId session, TestJournal journal) {
        journals.put(session, journal);
        cut();
    }

    /// Does not know a session any more, as another server at the same address.
    public void forget(SessionId session) {
        unknown.add(session);
        cut();
    }

    boolean knows(SessionId session) {
        return !unknown.contains(session);
    }

    /// Tells all who follow the list.
    public void announce(SessionSummary... changed) {
        synchronized (summaries) {
            for (SessionSummary summary : changed) {
                summaries.put(summary.id(), summary);
            }
        }
        sockets.forEach(socket -> socket.announce(List.of(changed)));
    }

    /// Tells all who follow the list who is where; those who come later, too.
    public void people(Watchers... now) {
        people = List.of(now);
        sockets.forEach(socket -> socket.people(people));
    }

    /// Has these machines and what is made ready there, for those who begin to follow them; those who do hear of it
    /// as of something new.
    public void fleet(FleetEvent... now) {
        fleet = List.of(now);
        sockets.forEach(socket -> socket.fleet(fleet));
    }

    /// Tells all who follow the machines of something new.
    public void tellFleet(FleetEvent... news) {
        sockets.forEach(socket -> socket.fleet(List.of(news)));
    }

    List<FleetEvent> fleet() {
        return fleet;
    }

    /// Tells all who follow a session that somebody types there.
    public void typing(SessionId session, Author who) {
        sockets.forEach(socket -> socket.typing(session, who));
    }

    List<Watchers> people() {
        return people;
    }

    List<SessionSummary> summaries() {
        synchronized (summaries) {
            return new ArrayList<>(summaries.values());
        }
    }

    /// What clients said on their sockets, but for pings.
    public LinkedBlockingQueue<ClientFrame> received() {
        return received;
    }

    /// How often, in percent of the frames, it sends rows twice or leaves one out.
    public void misbehave(int percent) {
        mischiefPercent = percent;
    }

    int mischiefPercent() {
        return mischiefPercent;
    }

    /// Breaks every connection, in the middle of whatever is on its way.
    public void cut() {
        for (Socket connection : connections) {
            try {
                connection.setSoLinger(true, 0);
                connection.close();
            } catch (IOException e) {
                // It has ended by itself meanwhile.
                connections.remove(connection);
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            // Until this thread has left accept(), the port still takes connections.
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (serveOne(in, connection.getOutputStream())) {}
        } catch (IOException e) {
            // Clients come and go; cut() ends connections too.
        } finally {
            connections.remove(connection);
        }
    }

    private boolean serveOne(InputStream in, OutputStream out) throws IOException {
        String[] request = line(in).split(" ", -1);
        if (request.length < 2) {
            return false;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if (!headers.getOrDefault("authorization", "").equals("Bearer " + TOKEN)) {
            reply(
                    out,
                    401,
                    Problem.of(Problem.Kind.UNAUTHENTICATED, "unknown-token", "Unknown token", "It is not ours."));
            return false;
        }
        if (headers.containsKey("origin")) {
            reply(out, 403, Problem.forbidden("origin-not-allowed", "Origin not allowed", "That is for web pages."));
            return false;
        }
        if (headers.containsKey("sec-websocket-key")) {
            TestSocket socket = new TestSocket(this, in, out);
            sockets.add(socket);
            try {
                socket.serve(headers.get("sec-websocket-key"));
            } finally {
                sockets.remove(socket);
            }
            return false;
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        answer(out, request[0], URI.create(request[1]), body);
        return true;
    }

    private void answer(OutputStream out, String method, URI uri, String body) throws IOException {
        Matcher blob = BLOB.matcher(uri.getPath());
        byte[] bytes = blob.matches() ? blobs.getOrDefault(new BlobId(blob.group(1)), new byte[0]) : new byte[0];
        if (bytes.length > 0) {
            out.write(("HTTP/1.1 200 x\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            return;
        }
        try {
            for (Answer answer : answers) {
                Matcher matcher = answer.path().matcher(uri.getPath());
                if (answer.endpoint().method().equals(method) && matcher.matches()) {
                    Map<String, String> parameters = new LinkedHashMap<>();
                    matcher.namedGroups().keySet().forEach(name -> parameters.put(name, matcher.group(name)));
                    if (uri.getQuery() != null) {
                        for (String pair : uri.getQuery().split("&", -1)) {
                            parameters.put(pair.replaceFirst("=.*", ""), pair.replaceFirst(".*?=", ""));
                        }
                    }
                    Object given = answer.give().apply(parameters, body);
                    reply(out, answer.endpoint().status(), given);
                    return;
                }
            }
            reply(out, 404, Problem.unknown("no-answer", "This test has no answer", method + " " + uri));
        } catch (ProblemException e) {
            reply(out, ProblemDetails.of(e.problem()).status(), e.problem());
        }
    }

    private static void reply(OutputStream out, int status, Object value) throws IOException {
        Object shown = value instanceof Problem problem ? ProblemDetails.of(problem) : value;
        byte[] body = status == 204 ? new byte[0] : Json.write(shown).getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        out.write(whole.toByteArray());
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
