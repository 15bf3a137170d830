package dev.slipway.journal;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.BlobId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A blob while its bytes come. Closing it without [#keep] throws them away. For one thread at a time.
public final class BlobDraft extends OutputStream {
    static final String SUFFIX = ".part";

    private final long limit;
    private final Path directory;
    private final Path part;
    private final FileOutputStream file;
    private final MessageDigest digest;
    private long size;
    private boolean ended;

    /// @param limit in bytes
    BlobDraft(Path directory, long limit) {
        this.limit = limit;
        this.directory = directory;
        try {
            digest = MessageDigest.getInstance("SHA-256");
            Files.createDirectories(directory);
            part = Files.createTempFile(directory, "", SUFFIX);
            // No channel: an interrupt, which is how a tool is stopped, would close it under what is still to be kept.
            file = new FileOutputStream(part.toFile());
        } catch (IOException e) {
            throw problemOf(e, directory);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /// Bytes so far.
    public long size() {
        return size;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /// @throws ProblemException if the blob becomes larger than [Blobs#MAX_SIZE], or the disk is full
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (ended) {
            throw new IllegalStateException("The blob has ended");
        }
        if (size + length > limit) {
            throw Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "blob-too-large",
                            "This is too large to keep",
                            "A session keeps at most " + (limit >> 20) + " MiB in one piece.")
                    .toException();
        }
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            throw problemOf(e, part);
        }
        digest.update(bytes, offset, length);
        size += length;
    }

    /// Ends the blob and keeps it; on disk when this returns.
    public BlobId keep() {
        if (ended) {
            throw new IllegalStateException("The blob has ended");
        }
        BlobId id = new BlobId(HexFormat.of().formatHex(digest.digest()));
        Path kept = directory.resolve(id.value());
        try {
            if (!Files.exists(kept)) {
                file.getFD().sync();
                Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
                DiskSync.forceDirectory(directory);
            }
            return id;
        } catch (IOException e) {
            throw problemOf(e, part);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        try (file) {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw problemOf(e, part);
        }
    }

    static ProblemException problemOf(IOException e, Path path) {
        String reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
        Problem problem = reason.contains("No space left")
                ? Problem.unavailable(
                                "disk-full",
                                "The disk is full",
                                "Could not write to " + path + ". Nothing that was acknowledged is lost.")
                        .withRemedy("Free some space on that disk, then try again.")
                : Problem.unavailable(
                                "file-not-writable",
                                "A file can't be read or written",
                                path + ": " + e.getClass().getSimpleName() + ", " + reason)
                        .withRemedy("Check that the directory is there and belongs to the user who runs Slipway.");
        return problem.toException(e);
    }
}
