package dev.slipway.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A way to a port that can go silent as a broken network does: nothing comes through any more, and nobody is told.
final class SilentRelay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);
    private final int port;
    /// What connects hangs by the present one; it is opened for good when those are to be silent.
    private volatile Wire wire = new Wire();

    private static final class Wire {
        volatile boolean cut;
    }

    SilentRelay(int port) throws IOException {
        this.port = port;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// From now on nothing comes through, in connections that there are and in new ones, which are accepted.
    void goSilent() {
        wire.cut = true;
    }

    /// New connections come through; those that went silent stay so.
    void recover() {
        wire = new Wire();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Wire mine = wire;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pass(client, server, mine));
                Thread.ofVirtual().start(() -> pass(server, client, mine));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void pass(Socket from, Socket to, Wire mine) {
        byte[] bytes = new byte[1 << 14];
        try {
            for (int count = from.getInputStream().read(bytes);
                    count >= 0;
                    count = from.getInputStream().read(bytes)) {
                if (mine.cut) {
                    end.await();
                }
                to.getOutputStream().write(bytes, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone; a network tells the other.
            close(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        end.countDown();
        sockets.forEach(SilentRelay::close);
    }
}
