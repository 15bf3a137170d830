package dev.slipway.llm.stub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What [ProviderStub] answers to one request: pieces of a body, written and flushed one by one.
/// @param status HTTP status
/// @param headers besides `content-type`
/// @param pieces parts of the body, each with the time to wait before it
/// @param ending what happens after the last piece
public record StubReply(
        int status, String contentType, Map<String, String> headers, List<Piece> pieces, Ending ending) {

    /// In a piece's text: `System.nanoTime()` at the moment of writing it, so that a reader can tell how long
    /// it was on its way.
    public static final String NOW = "{{now}}";

    public StubReply {
        headers = Map.copyOf(headers);
        pieces = List.copyOf(pieces);
    }

    /// @param before how long to wait before writing it
    public record Piece(Duration before, String text) {}

    /// How a body ends.
    public enum Ending {
        /// As HTTP wants it.
        CLEAN,
        /// The connection breaks off in the midst of the body.
        CUT,
        /// Nothing more is sent, and the connection stays open until the client leaves.
        SILENT,
        /// The last piece comes again and again until the client leaves.
        ENDLESS
    }

    /// An error as providers send them.
    public static StubReply error(int status, String json, Map<String, String> headers) {
        return new StubReply(
                status, "application/json", headers, List.of(new Piece(Duration.ZERO, json)), Ending.CLEAN);
    }

    /// A body of any kind with status 200.
    public static StubReply body(String contentType, String text) {
        return new StubReply(200, contentType, Map.of(), List.of(new Piece(Duration.ZERO, text)), Ending.CLEAN);
    }

    /// A stream of server-sent events, one piece each.
    public static StubReply stream(List<String> events) {
        return new StubReply(
                200,
                "text/event-stream",
                Map.of(),
                events.stream().map(event -> new Piece(Duration.ZERO, event)).toList(),
                Ending.CLEAN);
    }

    /// The same with a pause before each piece.
    public StubReply paced(Duration pause) {
        return new StubReply(
                status,
                contentType,
                headers,
                pieces.stream().map(piece -> new Piece(pause, piece.text())).toList(),
                ending);
    }

    /// Only the first pieces, then `how`.
    public StubReply after(int count, Ending how) {
        return new StubReply(status, contentType, headers, pieces.subList(0, count), how);
    }

    /// One more piece at the end.
    public StubReply then(String text) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(new Piece(Duration.ZERO, text));
        return new StubReply(status, contentType, headers, more, ending);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
