package dev.slipway.api;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A WebSocket client by hand, for what a well-behaved one does not do.
final class RawSocket implements AutoCloseable {
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final String handshake;

    /// @param payload each byte one character
    record Frame(int op, boolean last, String payload) {}

    RawSocket(RunningServer server, String... headers) throws IOException {
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        String request =
                "GET /api/v1/socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                        + server.token() + "\r\n" + String.join("", headers) + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        in = new DataInputStream(socket.getInputStream());
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
        handshake = answer.toString();
    }

    String handshake() {
        return handshake;
    }

    void send(int op, byte[] payload) throws IOException {
        byte[] head = payload.length < 126
                ? new byte[] {(byte) (0x80 | op), (byte) (0x80 | payload.length), 0, 0, 0, 0}
                : new byte[] {
                    (byte) (0x80 | op), (byte) 0xfe, (byte) (payload.length >> 8), (byte) payload.length, 0, 0, 0, 0
                };
        socket.getOutputStream().write(head);
        socket.getOutputStream().write(payload);
    }

    /// The next frame; null once the server has closed the connection.
    @Nullable Frame read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new Frame(
                first & 0x0f,
                (first & 0x80) != 0,
                new String(in.readNBytes(Math.toIntExact(length)), StandardCharsets.ISO_8859_1));
    }

    /// Reads whatever comes until the server closes the connection, one way or another.
    void awaitEnd() throws IOException {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketException e) {
            // Reset: cut off with bytes still under way.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
