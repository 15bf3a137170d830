package dev.slipway.link;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Watchers;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// The server's end of one WebSocket (RFC 6455), as far as Slipway's clients use it.
final class TestSocket {
    private final TestServer server;
    private final DataInputStream in;
    private final OutputStream out;
    private final Set<String> following = ConcurrentHashMap.newKeySet();
    private final Map<String, SessionId> sessions = new ConcurrentHashMap<>();
    private final Set<String> listing = ConcurrentHashMap.newKeySet();
    private final Set<String> fleet = ConcurrentHashMap.newKeySet();

    TestSocket(TestServer server, InputStream in, OutputStream out) {
        this.server = server;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    void serve(String key) throws IOException {
        String accept = accept(key);
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + accept + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        send(new ServerFrame.Hello("test", TestServer.ADA, 5));
        try {
            while (true) {
                String text = receive();
                if (!text.isEmpty()) {
                    take(Json.readRequest(text, ClientFrame.class));
                }
            }
        } finally {
            following.clear();
        }
    }

    void announce(List<SessionSummary> changed) {
        listing.removeIf(name -> {
            try {
                send(new ServerFrame.Sessions(name, changed));
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }

    void people(List<Watchers> now) {
        listing.forEach(name -> trySend(new ServerFrame.Watching(name, now)));
    }

    void fleet(List<FleetEvent> events) {
        fleet.forEach(name -> trySend(new ServerFrame.Fleet(name, events)));
    }

    void typing(SessionId session, Author who) {
        sessions.forEach((name, followed) -> {
            if (followed.equals(session)) {
                trySend(new ServerFrame.SomeoneTypes(name, who));
            }
        });
    }

    private void trySend(ServerFrame frame) {
        try {
            send(frame);
        } catch (IOException e) {
            following.clear();
        }
    }

    private void take(ClientFrame frame) throws IOException {
        switch (frame) {
            case ClientFrame.Ping ping -> {
                send(new ServerFrame.Pong(ping.nonce()));
                return;
            }
            case ClientFrame.Subscribe wanted
            when !server.knows(wanted.session()) ->
                send(new ServerFrame.Ended(
                        wanted.subscription(),
                        ProblemDetails.of(Problem.unknown(
                                "unknown-session", "There is no such session", "No session has that id."))));
            case ClientFrame.Subscribe wanted -> {
                following.add(wanted.subscription());
                sessions.put(wanted.subscription(), wanted.session());
                Thread.ofVirtual().start(() -> follow(wanted));
            }
            case ClientFrame.SubscribeSessions wanted -> {
                listing.add(wanted.subscription());
                send(new ServerFrame.Sessions(wanted.subscription(), server.summaries()));
                people(server.people());
            }
            case ClientFrame.Unsubscribe unwanted -> {
                following.remove(unwanted.subscription());
                listing.remove(unwanted.subscription());
                fleet.remove(unwanted.subscription());
            }
            case ClientFrame.SubscribeFleet wanted -> {
                fleet.add(wanted.subscription());
                send(new ServerFrame.Fleet(wanted.subscription(), server.fleet()));
            }
            case ClientFrame.Typing _, ClientFrame.Drafting _ -> {}
        }
        server.received().add(frame);
    }

    private void follow(ClientFrame.Subscribe wanted) {
        TestJournal journal = server.journal(wanted.session());
        Map<BlockId, Long> sent = new HashMap<>();
        long next = wanted.from();
        try {
            send(new ServerFrame.Subscribed(wanted.subscription(), journal.last()));
            while (following.contains(wanted.subscription())) {
                List<Envelope> rows = journal.from(next);
                List<LiveText> live = journal.live(sent);
                next += rows.size();
                if (!rows.isEmpty() || !live.isEmpty()) {
                    send(new ServerFrame.Journal(wanted.subscription(), spoil(rows), live));
                } else {
                    journal.awaitNews();
                }
            }
        } catch (IOException | InterruptedException e) {
            following.remove(wanted.subscription());
        }
    }

    private List<Envelope> spoil(List<Envelope> rows) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (rows.size() < 2 || random.nextInt(100) >= server.mischiefPercent()) {
            return rows;
        }
        List<Envelope> spoilt = new ArrayList<>(rows);
        int at = random.nextInt(rows.size());
        if (random.nextBoolean()) {
            spoilt.remove(at);
        } else {
            spoilt.add(at, rows.getFirst());
        }
        return spoilt;
    }

    private void send(ServerFrame frame) throws IOException {
        byte[] text = Json.write(frame).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x81);
        if (text.length < 126) {
            bytes.write(text.length);
        } else if (text.length < 65_536) {
            bytes.write(126);
            bytes.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) text.length).array());
        } else {
            bytes.write(127);
            bytes.writeBytes(ByteBuffer.allocate(8).putLong(text.length).array());
        }
        bytes.writeBytes(text);
        synchronized (out) {
            out.write(bytes.toByteArray());
            out.flush();
        }
    }

    /// The next text; empty for a control frame.
    private String receive() throws IOException {
        int opcode = in.readUnsignedByte() & 15;
        int length = in.readUnsignedByte() & 127;
        long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] mask = in.readNBytes(4);
        byte[] text = in.readNBytes((int) size);
        for (int i = 0; i < text.length; i++) {
            text[i] ^= mask[i & 3];
        }
        if (opcode == 8) {
            throw new IOException("closed by the client");
        }
        return opcode == 1 ? new String(text, StandardCharsets.UTF_8) : "";
    }

    /// The answer to a handshake's key.
    static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                    .getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
