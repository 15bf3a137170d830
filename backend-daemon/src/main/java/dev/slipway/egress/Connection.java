package dev.slipway.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a program: its request, and then bytes both ways until both sides have ended, or none came for too
/// long. One virtual thread keeps the time, one reads each side.
final class Connection implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int LONGEST_HEAD = 1 << 16;
    private static final int CHUNK = 1 << 15;
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Line client;
    private final Gate gate;
    private final Patience patience;
    private final Tally tally;
    /// Tells who keeps the time that the limit changed, or that there is nothing more to wait for.
    private final Semaphore news = new Semaphore(0);

    private volatile boolean over;
    private volatile Duration limit;
    private volatile long since = System.nanoTime();
    private volatile @Nullable Line server;

    Connection(Line client, Gate gate, Patience patience, Tally tally) {
        this.client = client;
        this.gate = gate;
        this.patience = patience;
        this.tally = tally;
        this.limit = patience.head();
    }

    /// Returns when the connection has ended.
    void serve() throws InterruptedException {
        Thread.ofVirtual().name("egress request").start(() -> {
            try {
                talk();
            } catch (IOException e) {
                LOG.debug("A connection out of a sandbox broke off", e);
            } finally {
                over = true;
                news.release();
            }
        });
        try {
            while (!over && left() > 0) {
                boolean _ = news.tryAcquire(left(), TimeUnit.NANOSECONDS);
            }
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        quietly(client);
        Line other = server;
        if (other != null) {
            quietly(other);
        }
    }

    private void talk() throws IOException {
        ByteBuffer received = ByteBuffer.allocate(LONGEST_HEAD);
        Optional<String> text = head(received);
        if (text.isEmpty()) {
            if (!received.hasRemaining()) {
                refuse(Refusal.tooLong());
            }
            return;
        }
        Optional<RequestHead> head = RequestHead.parse(text.get());
        if (head.isEmpty()) {
            refuse(Refusal.malformed("This is a proxy: it takes CONNECT host:port, and http:// addresses in full."));
            return;
        }
        Target target = head.get().target();
        allow(Duration.ofSeconds(60).plus(patience.connect().multipliedBy(4)));
        switch (gate.decide(target)) {
            case Gate.Shut(Refusal refusal) -> {
                tally.refused(target, refusal);
                refuse(refusal);
            }
            case Gate.Open(List<InetSocketAddress> addresses) -> {
                tally.allowed(target);
                connect(head.get(), addresses, received);
            }
        }
    }

    private void connect(RequestHead head, List<InetSocketAddress> addresses, ByteBuffer received) throws IOException {
        Line reached;
        try {
            reached = reach(addresses);
        } catch (IOException e) {
            refuse(Refusal.unreachable(head.target(), String.valueOf(e.getMessage())));
            return;
        }
        server = reached;
        allow(patience.idle());
        if (head.tunnel()) {
            writeAll(client, US_ASCII.encode("HTTP/1.1 200 Connection established\r\n\r\n"));
        } else {
            writeAll(reached, head.forServer());
        }
        Thread up = Thread.ofVirtual().name("egress out").start(() -> {
            try {
                pump(received, client, reached, head.length());
            } catch (IOException e) {
                // The other direction sees its own end of it.
                LOG.debug("A connection out of a sandbox broke off on its way out", e);
                close();
            }
        });
        pump(ByteBuffer.allocate(0), reached, client, Long.MAX_VALUE);
        if (head.tunnel()) {
            joinUninterrupted(up);
        }
    }

    /// The first that answers, as a name's addresses are equals.
    private Line reach(List<InetSocketAddress> addresses) throws IOException {
        IOException last = new IOException("no address");
        for (InetSocketAddress address : addresses.subList(0, Math.min(addresses.size(), 4))) {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.socket()
                        .connect(address, Math.toIntExact(patience.connect().toMillis()));
                return Line.of(channel);
            } catch (IOException e) {
                quietly(channel);
                last = e;
            }
        }
        throw last;
    }

    /// Passes on what came already and what comes, up to that many bytes; what a program sends beyond its request is
    /// read and dropped, since another request may be for another host. The end of one side is told to the other.
    private void pump(ByteBuffer first, Line from, Line to, long most) throws IOException {
        long rest = most;
        ByteBuffer buffer = first;
        boolean more = true;
        while (more) {
            if (buffer.remaining() > rest) {
                buffer.limit(buffer.position() + (int) rest);
            }
            rest -= buffer.remaining();
            writeAll(to, buffer);
            since = System.nanoTime();
            buffer = buffer.capacity() == CHUNK ? buffer.clear() : ByteBuffer.allocate(CHUNK);
            more = from.read(buffer) >= 0;
            buffer.flip();
        }
        to.shutdownOutput();
    }

    /// Reads up to the empty line; leaves in the buffer what comes after it.
    private Optional<String> head(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && client.read(buffer) >= 0) {
            String soFar = ISO_8859_1.decode(buffer.duplicate().flip()).toString();
            int end = soFar.indexOf(END_OF_HEAD);
            if (end >= 0) {
                buffer.flip().position(end + END_OF_HEAD.length());
                return Optional.of(soFar.substring(0, end));
            }
        }
        return Optional.empty();
    }

    /// Reads on for a moment, as a connection that is closed with bytes unread takes the answer back.
    private void refuse(Refusal refusal) throws IOException {
        allow(FAREWELL);
        writeAll(client, refusal.response());
        client.shutdownOutput();
        ByteBuffer dropped = ByteBuffer.allocate(CHUNK);
        while (client.read(dropped) >= 0) {
            dropped.clear();
        }
    }

    private void allow(Duration next) {
        since = System.nanoTime();
        limit = next;
        news.release();
    }

    private long left() {
        return limit.toNanos() - (System.nanoTime() - since);
    }

    private static void writeAll(Line to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static void joinUninterrupted(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }

    private static void quietly(Closeable channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close", e);
        }
    }
}
