package dev.slipway.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The server's side of a WebSocket (RFC 6455), a frame at a time, as a test tells it.
final class SocketServer implements AutoCloseable {
    private static final int SHORT = 126;

    private final ServerSocket server;

    SocketServer() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /// Waits for the next connection and accepts it.
    Connection accept() throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(10_000);
        return new Connection(socket);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    static final class Connection implements AutoCloseable {
        final String authorization;
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
            String key = "";
            String bearer = "";
            for (String line = line(); !line.isEmpty(); line = line()) {
                String value = line.substring(line.indexOf(':') + 1).strip();
                if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
                    key = value;
                } else if (line.regionMatches(true, 0, "Authorization:", 0, 14)) {
                    bearer = value;
                }
            }
            authorization = bearer;
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
        }

        /// The next text frame from the client.
        String receive() throws IOException {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte() & 0x7f;
            int size = length == SHORT ? in.readUnsignedShort() : length;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(size);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            if (opcode != 1) {
                throw new IOException("Expected a text frame, got opcode " + opcode);
            }
            return new String(payload, UTF_8);
        }

        void send(String text) throws IOException {
            byte[] payload = text.getBytes(UTF_8);
            out.write(0x81);
            if (payload.length < SHORT) {
                out.write(payload.length);
            } else {
                out.write(SHORT);
                out.write(payload.length >> 8);
                out.write(payload.length);
            }
            out.write(payload);
            out.flush();
        }

        /// As when the daemon is killed.
        @Override
        public void close() throws IOException {
            socket.close();
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString().strip();
        }

        private static String accept(String key) {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1")
                                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
