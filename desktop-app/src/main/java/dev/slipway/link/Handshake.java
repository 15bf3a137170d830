package dev.slipway.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.jspecify.annotations.Nullable;

/// The bytes of a WebSocket's handshake, asked and answered on the thread that connects. A cut is noticed at once,
/// since that thread reads from the first byte on.
final class Handshake {
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Socket socket;
    private final long deadline;
    private final byte[] bytes = new byte[LONGEST_ANSWER];
    private int length;

    /// @param within how long the whole answer may take
    Handshake(Socket socket, Duration within) {
        this.socket = socket;
        this.deadline = System.nanoTime() + within.toNanos();
    }

    /// Sends the request. The token joins it here, so that Tyrus never sees it and can't log it; and Tyrus's `Origin`
    /// goes, since a server takes whoever names one for a web page.
    void ask(UpgradeRequest request, String token) throws IOException {
        StringBuilder head = new StringBuilder("GET " + request.getRequestURI().getRawPath() + " HTTP/1.1\r\n");
        request.getHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(UpgradeRequest.ORIGIN_HEADER)) {
                head.append(name).append(": ").append(String.join(", ", values)).append("\r\n");
            }
        });
        head.append("Authorization: Bearer ").append(token).append(END_OF_HEAD);
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Reads status and headers; what the server has sent beyond them stays in [#rest].
    TyrusUpgradeResponse answer() throws IOException {
        int end = text().indexOf(END_OF_HEAD);
        while (end < 0) {
            if (!more()) {
                throw new EOFException("it hung up during the handshake");
            }
            end = text().indexOf(END_OF_HEAD);
        }
        List<String> lines = text().substring(0, end).lines().toList();
        TyrusUpgradeResponse response = new TyrusUpgradeResponse();
        response.setStatus(status(lines.getFirst()));
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        response.getHeaders().putAll(headers);
        int body = end + END_OF_HEAD.length();
        System.arraycopy(bytes, body, bytes, 0, length - body);
        length -= body;
        return response;
    }

    /// What came behind the headers.
    ByteBuffer rest() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /// What a server says that does not let us in, as far as it can be had.
    String body(TyrusUpgradeResponse refusal) throws IOException {
        if (refusal.getFirstHeaderValue("Transfer-Encoding") != null) {
            return ""; // in pieces, as no Slipway server does; the status says enough
        }
        long wanted = LONGEST_ANSWER;
        @Nullable String header = refusal.getFirstHeaderValue("Content-Length");
        try {
            wanted = header == null ? wanted : Math.min(wanted, Long.parseLong(header));
        } catch (NumberFormatException e) {
            throw new IOException("it sent a Content-Length that is no number", e);
        }
        while (length < wanted && more()) {}
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private String text() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private boolean more() throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (length == bytes.length || millis <= 0) {
            throw new SocketTimeoutException("its answer to the handshake has no end");
        }
        socket.setSoTimeout((int) millis);
        InputStream in = socket.getInputStream();
        int read = in.read(bytes, length, bytes.length - length);
        length += Math.max(read, 0);
        return read >= 0;
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("\\d{3}")) {
            throw new IOException("it does not speak HTTP");
        }
        return Integer.parseInt(parts[1]);
    }
}
