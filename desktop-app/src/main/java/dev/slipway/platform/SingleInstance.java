package dev.slipway.platform;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// That the desktop runs once: the first holds a lock and listens on a socket; whoever comes later hands over what it
/// was asked for, and ends. The lock falls with its process, however that ends, so a socket without one is stale.
public final class SingleInstance implements AutoCloseable {
    static final String SOCKET = "socket";

    private static final Logger log = LoggerFactory.getLogger(SingleInstance.class);
    private static final int LONGEST = 4096;
    private static final byte[] HEARD = "ok\n".getBytes(StandardCharsets.UTF_8);
    private static final Duration PAUSE = Duration.ofMillis(30);

    private final FileChannel lockFile;
    private final Path socket;
    private final ServerSocketChannel listener;

    private SingleInstance(FileChannel lockFile, Path socket, ServerSocketChannel listener) {
        this.lockFile = lockFile;
        this.socket = socket;
        this.listener = listener;
    }

    /// Becomes the one that runs, or hands `message` to the one that does.
    /// @param folder   only this user's; made if there is none
    /// @param message  one line, at most 4,096 bytes; empty asks only that the window be shown
    /// @param patience how long to wait for one that is starting, or ending
    /// @return empty when another one has taken the message
    public static Optional<SingleInstance> claim(Path folder, String message, Duration patience) {
        Places.makePrivate(folder);
        Path lockName = folder.resolve("lock");
        Path socket = folder.resolve(SOCKET);
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            do {
                FileChannel lockFile = FileChannel.open(lockName, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = lockFile.tryLock();
                if (lock != null) {
                    return Optional.of(first(lockFile, socket));
                }
                lockFile.close();
                if (handOver(socket, message, deadline)) {
                    return Optional.empty();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } while (System.nanoTime() < deadline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw Problem.unavailable(
                        "desktop-does-not-answer",
                        "Slipway's window runs already, and does not answer",
                        "It holds " + lockName + " and did not take this start's request in " + patience.toSeconds()
                                + " s.")
                .withRemedy("If it hangs, end it, then start it again.")
                .toException();
    }

    private static SingleInstance first(FileChannel lockFile, Path socket) throws IOException {
        // Left by one that was killed: no living one has it without the lock.
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        return new SingleInstance(lockFile, socket, listener);
    }

    private static boolean handOver(Path socket, String message, long deadline) {
        try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            closeAt(deadline, other);
            other.connect(UnixDomainSocketAddress.of(socket));
            other.write(ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8)));
            other.shutdownOutput();
            return Channels.newInputStream(other).readNBytes(HEARD.length).length == HEARD.length;
        } catch (IOException e) {
            log.debug("The other one does not listen yet, or no more", e);
            return false;
        }
    }

    /// Such a channel knows no time limit of its own.
    private static void closeAt(long deadline, SocketChannel channel) {
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(deadline - System.nanoTime());
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("It is closed already", e);
            }
        });
    }

    /// Passes on what later ones hand over, those that came before this call too.
    public void serve(Consumer<String> messages) {
        Thread.ofVirtual().name("single-instance").start(() -> {
            while (listener.isOpen()) {
                try (SocketChannel other = listener.accept()) {
                    byte[] line = Channels.newInputStream(other).readNBytes(LONGEST);
                    other.write(ByteBuffer.wrap(HEARD));
                    messages.accept(new String(line, StandardCharsets.UTF_8).strip());
                } catch (java.nio.channels.ClosedChannelException e) {
                    return;
                } catch (IOException e) {
                    log.warn("Another start's request was not understood", e);
                }
            }
        });
    }

    /// Takes nothing more from later ones, which wait until this one is closed.
    public void retire() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            log.warn("The window's socket is left behind; the next start removes it", e);
        }
    }

    /// From now on another one may be the first.
    @Override
    public void close() {
        retire();
        try {
            lockFile.close();
        } catch (IOException e) {
            log.warn("The window's lock is kept until this process ends", e);
        }
    }
}
