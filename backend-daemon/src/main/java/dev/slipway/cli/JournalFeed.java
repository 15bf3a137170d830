package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Follows one session's journal over the socket, and comes back by itself where it was when the connection is lost:
/// each row is given once, in order.
final class JournalFeed implements AutoCloseable {
    private static final String SUBSCRIPTION = "journal";

    /// What [#next] tells.
    sealed interface News {
        /// @param raw the rows as the server wrote them
        record Rows(List<Envelope> events, List<LiveText> live, List<String> raw) implements News {}

        /// Connected, for the first time or again.
        /// @param last the newest row at that moment
        record Connected(long last, boolean again) implements News {}

        record Lost(String why) implements News {}

        record Typing(Author who) implements News {}

        /// Nothing came in the time given.
        record Nothing() implements News {}
    }

    private final SocketFeed socket;
    private long from;

    /// @param from the first row wanted
    JournalFeed(HttpClient http, Supplier<ServerAddress> address, SessionId session, long from, InstantSource clock) {
        this.from = from;
        this.socket = new SocketFeed(http, address, clock, new SocketFeed.Subject() {
            @Override
            public ClientFrame subscribe() {
                return new ClientFrame.Subscribe(SUBSCRIPTION, session, JournalFeed.this.from);
            }

            @Override
            public String lostTitle() {
                return "The session can't be followed";
            }

            @Override
            public String remedy() {
                return "The session itself is not lost: `slipway show " + session.value()
                        + " --follow` goes on from here.";
            }
        });
    }

    /// Waits for what comes next.
    /// @throws ProblemException when the server refuses, or has been away for too long
    News next(Duration patience) throws InterruptedException {
        return switch (socket.next(patience)) {
            case SocketFeed.News.Nothing _ -> new News.Nothing();
            case SocketFeed.News.Lost lost -> new News.Lost(lost.why());
            case SocketFeed.News.Frame news ->
                switch (news.frame()) {
                    case ServerFrame.Subscribed subscribed -> new News.Connected(subscribed.last(), news.again());
                    case ServerFrame.Journal journal -> rows(news.json(), journal);
                    case ServerFrame.SomeoneTypes typing -> new News.Typing(typing.user());
                    default -> new News.Nothing();
                };
        };
    }

    @Override
    public void close() {
        socket.close();
    }

    /// Drops rows that were given before, should a server repeat some.
    private News.Rows rows(String json, ServerFrame.Journal journal) {
        List<Envelope> fresh = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        List<String> all = rawEvents(json);
        for (int i = 0; i < journal.events().size(); i++) {
            Envelope envelope = journal.events().get(i);
            if (envelope.seq() >= from) {
                fresh.add(envelope);
                raw.add(all.get(i));
                from = envelope.seq() + 1;
            }
        }
        return new News.Rows(fresh, journal.live(), raw);
    }

    /// The rows word for word: one of a newer version has more than this program knows.
    private static List<String> rawEvents(String json) {
        try {
            List<String> raw = new ArrayList<>();
            for (JsonNode event : Json.lenient().readTree(json).path("events")) {
                raw.add(event.toString());
            }
            return raw;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Was read as a frame before", e);
        }
    }
}
