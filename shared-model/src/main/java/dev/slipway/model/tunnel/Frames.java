package dev.slipway.model.tunnel;

import dev.slipway.model.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a tunnel's messages look: a byte that says which kind, four bytes that say of which stream, most
/// significant
/// first, and the rest. Each is one binary message of the WebSocket.
final class Frames {
    static final int HEAD = 5;
    /// Bytes of a stream that one message carries at most.
    static final int LONGEST_DATA = 64 * 1024;

    /// client: a stream to the target that the text names
    static final byte OPEN = 1;
    /// server: it stands
    static final byte OPENED = 2;
    /// bytes of a stream
    static final byte DATA = 3;
    /// four bytes: how many more the other side may send
    static final byte WINDOW = 4;
    /// nothing more comes from this side
    static final byte END = 5;
    /// the stream is over, for a reason
    static final byte RESET = 6;
    /// stream 0: to be answered by a pong with the same bytes
    static final byte PING = 7;
    static final byte PONG = 8;

    private Frames() {}

    static ByteBuffer of(byte kind, int stream) {
        return of(kind, stream, new byte[0]);
    }

    static ByteBuffer of(byte kind, int stream, byte[] rest) {
        return ByteBuffer.allocate(HEAD + rest.length)
                .put(kind)
                .putInt(stream)
                .put(rest)
                .flip();
    }

    static ByteBuffer window(int stream, int more) {
        return ByteBuffer.allocate(HEAD + 4)
                .put(WINDOW)
                .putInt(stream)
                .putInt(more)
                .flip();
    }

    static ByteBuffer open(int stream, TunnelTarget target) {
        return of(OPEN, stream, target.text().getBytes(StandardCharsets.UTF_8));
    }

    /// A problem as lines: code, kind, title, detail, and the remedy if there is one.
    static ByteBuffer reset(int stream, Problem why) {
        List<String> lines = new ArrayList<>(List.of(why.code(), why.kind().name(), why.title(), why.detail()));
        why.remedy().ifPresent(lines::add);
        String text = String.join(
                "\n", lines.stream().map(line -> line.replace('\n', ' ')).toList());
        return of(RESET, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    static Problem problem(ByteBuffer rest) {
        String[] lines = text(rest).split("\n", -1);
        if (lines.length < 4) {
            return Problem.unavailable("stream-reset", "The other side ended the stream", "It gave no reason.");
        }
        Problem.Kind kind;
        try {
            kind = Problem.Kind.valueOf(lines[1]);
        } catch (IllegalArgumentException e) {
            kind = Problem.Kind.UNAVAILABLE;
        }
        return new Problem(
                lines[0], kind, lines[2], lines[3], lines.length > 4 ? Optional.of(lines[4]) : Optional.empty());
    }

    static String text(ByteBuffer rest) {
        return StandardCharsets.UTF_8.decode(rest).toString();
    }
}
