package dev.slipway.desktop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A line to a daemon that breaks when a test wants it to: before a request arrives, or when its answer is on the way.
final class BreakingLine implements AutoCloseable {
    private static final int PIECE = 8 * 1024;

    private final URI daemon;
    private final Random random;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger broken = new AtomicInteger();
    private volatile int breaksPercent;
    private volatile boolean down;

    BreakingLine(URI daemon, Random random) throws IOException {
        this.daemon = daemon;
        this.random = random;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("breaking-line").start(this::accept);
    }

    /// Where it begins.
    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// From now on each piece that passes may be the last of its connection.
    void breakAtRandom() {
        breaksPercent = 15;
    }

    void breakNoMore() {
        breaksPercent = 0;
    }

    /// How many connections have broken.
    int broken() {
        return broken.get();
    }

    /// Nothing passes any more.
    void down() {
        down = true;
        open.forEach(this::cut);
    }

    void up() {
        down = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(this::cut);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                if (down) {
                    cut(near);
                } else {
                    join(near);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void join(Socket near) throws IOException {
        Socket far = new Socket(daemon.getHost(), daemon.getPort());
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
    }

    private void pass(Socket from, Socket to) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                boolean breaks = random.nextInt(100) < breaksPercent;
                if (breaks && random.nextBoolean()) {
                    broken.incrementAndGet();
                    break;
                }
                out.write(piece, 0, length);
                out.flush();
                if (breaks) {
                    broken.incrementAndGet();
                    break;
                }
            }
        } catch (IOException e) {
            // The other end has gone: so goes this one.
        } finally {
            cut(from);
            cut(to);
        }
    }

    private void cut(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
