package dev.slipway.daemon;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// Keeps a home to one daemon at a time. The operating system lets go of it when the process ends, however it ends.
record HomeLock(FileChannel channel, FileLock lock) implements AutoCloseable {

    /// Makes the home, for its owner only, and takes it.
    static HomeLock take(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            Files.createDirectories(home);
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel channel =
                FileChannel.open(home.resolve("daemon.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw Problem.conflict(
                            "home-in-use", "Another daemon uses this home", home + " belongs to a daemon that runs.")
                    .withRemedy("Use that one (`slipway status`), stop it (`slipway down`), or set SLIPWAY_HOME to"
                            + " another folder.")
                    .toException();
        }
        return new HomeLock(channel, lock);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
