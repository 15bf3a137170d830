package dev.slipway.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The many readers of [FanoutBench], in a process of their own so that neither their memory nor their pauses count as
/// the server's: one thread, and no more work for each frame than to look for times in it. Both processes read the
/// same monotonic clock.
///
/// Says `ready` once all sockets follow, and the figures once all have had the last token; ends with its input.
final class FanoutClient {
    /// Marks a token whose delivery counts; the time of its `stream` call follows in nanoseconds, then a space.
    static final char COUNTED = '~';

    /// Marks the last token.
    static final char LAST = '!';

    private static final int BUCKET_NANOS = 10_000;
    private static final int BUCKETS = 1_000_000;
    private static final byte[] SUBSCRIBED = "\"Subscribed\"".getBytes(StandardCharsets.US_ASCII);

    private final int[] buckets = new int[BUCKETS];
    private final Selector selector = Selector.open();
    private final List<SocketChannel> idle = new ArrayList<>();
    private long count;
    private long worst;
    private int subscribed;
    private int ended;

    private FanoutClient() throws IOException {}

    /// @param arguments port, token, first sequence number wanted, sockets, stalled sockets, sessions to spread over
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        String token = arguments[1];
        long from = Long.parseLong(arguments[2]);
        int sockets = Integer.parseInt(arguments[3]);
        int stalled = Integer.parseInt(arguments[4]);
        List<String> sessions = List.of(arguments).subList(5, arguments.length);
        FanoutClient client = new FanoutClient();
        for (int i = 0; i < sockets; i++) {
            SocketChannel channel = open(port, token, 0);
            subscribe(channel, sessions.get(i % sessions.size()), from);
            channel.configureBlocking(false).register(client.selector, SelectionKey.OP_READ, new Frames(client));
        }
        for (int i = 0; i < stalled; i++) {
            SocketChannel channel = open(port, token, 4 * 1024);
            subscribe(channel, sessions.getFirst(), 1);
            client.idle.add(channel);
        }
        client.readUntil(() -> client.subscribed == sockets);
        System.out.println("ready");
        Thread.ofPlatform().daemon(true).start(FanoutClient::endWithInput);
        client.readUntil(() -> client.ended == sockets);
        System.out.printf(
                Locale.ROOT,
                "%d %.3f %.3f %.3f%n",
                client.count,
                client.percentile(0.5),
                client.percentile(0.99),
                client.worst / 1e6);
        System.exit(0);
    }

    private interface Condition {
        boolean holds();
    }

    private void readUntil(Condition condition) throws IOException {
        while (!condition.holds()) {
            selector.select(key -> {
                try {
                    ((Frames) key.attachment()).read((SocketChannel) key.channel());
                } catch (IOException e) {
                    System.err.println("A socket broke: " + e);
                    System.exit(1);
                }
            });
        }
    }

    private static void endWithInput() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                // Only its end means something.
            }
        } catch (IOException e) {
            System.err.println("The input broke: " + e);
        }
        System.exit(0);
    }

    private double percentile(double share) {
        long wanted = (long) Math.ceil(count * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += buckets[i];
            if (seen >= wanted) {
                return (i + 1) * (BUCKET_NANOS / 1e6);
            }
        }
        return worst / 1e6;
    }

    private void delivered(long nanos) {
        count++;
        worst = Math.max(worst, nanos);
        buckets[(int) Math.min(BUCKETS - 1, Math.max(0, nanos / BUCKET_NANOS))]++;
    }

    private static SocketChannel open(int port, String token, int receiveBuffer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String handshake =
                "GET /api/v1/socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                        + token + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(handshake.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new IOException("No handshake: " + answer);
            }
            answer.append((char) one.get(0));
        }
        if (answer.indexOf(" 101 ") < 0) {
            throw new IOException("No handshake: " + answer);
        }
        return channel;
    }

    private static void subscribe(SocketChannel channel, String session, long from) throws IOException {
        byte[] text = ("{\"type\":\"Subscribe\",\"subscription\":\"s\",\"session\":\"" + session + "\",\"from\":" + from
                        + "}")
                .getBytes(StandardCharsets.US_ASCII);
        // A mask of zeros leaves the text as it is.
        channel.write(ByteBuffer.allocate(text.length + 6)
                .put((byte) 0x81)
                .put((byte) (0x80 | text.length))
                .putInt(0)
                .put(text)
                .flip());
    }

    /// The frames of one socket, put together from whatever reads bring.
    private static final class Frames {
        private final FanoutClient client;
        private ByteBuffer buffer = ByteBuffer.allocate(2 * 1024);

        Frames(FanoutClient client) {
            this.client = client;
        }

        void read(SocketChannel channel) throws IOException {
            if (channel.read(buffer) < 0) {
                throw new IOException("closed by the server");
            }
            long now = System.nanoTime();
            buffer.flip();
            while (frame(now)) {
                // One after the other.
            }
            buffer.compact();
            if (!buffer.hasRemaining()) {
                buffer = ByteBuffer.allocate(buffer.capacity() * 2).put(buffer.flip());
            }
        }

        private boolean frame(long now) {
            int start = buffer.position();
            if (buffer.remaining() < 2) {
                return false;
            }
            int length = buffer.get(start + 1) & 0x7f;
            int head = length < 126 ? 2 : length == 126 ? 4 : 10;
            if (buffer.remaining() < head) {
                return false;
            }
            int whole = length < 126
                    ? length
                    : length == 126 ? buffer.getShort(start + 2) & 0xffff : (int) buffer.getLong(start + 2);
            if (buffer.remaining() < head + whole) {
                return false;
            }
            look(start + head, start + head + whole, now);
            buffer.position(start + head + whole);
            return true;
        }

        private void look(int from, int to, long now) {
            if (to - from < 100 && contains(from, to)) {
                client.subscribed++;
                return;
            }
            for (int i = from; i < to; i++) {
                byte c = buffer.get(i);
                if (c == COUNTED) {
                    long sent = 0;
                    for (i++; buffer.get(i) != ' '; i++) {
                        sent = sent * 10 + buffer.get(i) - '0';
                    }
                    client.delivered(now - sent);
                } else if (c == LAST) {
                    client.ended++;
                }
            }
        }

        private boolean contains(int from, int to) {
            for (int i = from; i <= to - SUBSCRIBED.length; i++) {
                int at = 0;
                while (at < SUBSCRIBED.length && buffer.get(i + at) == SUBSCRIBED[at]) {
                    at++;
                }
                if (at == SUBSCRIBED.length) {
                    return true;
                }
            }
            return false;
        }
    }
}
