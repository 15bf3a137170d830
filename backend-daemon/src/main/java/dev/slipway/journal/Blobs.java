package dev.slipway.journal;

import dev.slipway.model.session.BlobId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/// The blobs of one session: whole tool outputs, images, attachments. Named by their SHA-256, so the same bytes are
/// kept once and a blob never changes. A blob is there whole or not at all.
public final class Blobs {
    /// No blob is larger, in bytes: 256 MiB.
    public static final long MAX_SIZE = 256L << 20;

    private final Path directory;
    private final AtomicBoolean swept = new AtomicBoolean();

    Blobs(Path directory) {
        this.directory = directory;
    }

    /// Keeps these bytes; on disk when this returns.
    public BlobId put(byte[] bytes) {
        try (BlobDraft draft = draft()) {
            draft.write(bytes, 0, bytes.length);
            return draft.keep();
        }
    }

    /// Reads the stream to its end and keeps its bytes; does not close it.
    /// @throws dev.slipway.model.problem.ProblemException if they are more than [#MAX_SIZE], or the disk is full
    /// @throws IOException if the stream breaks; nothing is kept then
    public BlobId put(InputStream bytes) throws IOException {
        try (BlobDraft draft = draft()) {
            bytes.transferTo(draft);
            return draft.keep();
        }
    }

    /// Begins a blob whose bytes come bit by bit.
    public BlobDraft draft() {
        if (!swept.getAndSet(true)) {
            sweep();
        }
        return new BlobDraft(directory, MAX_SIZE);
    }

    /// The file that holds the blob; for reading only.
    public Optional<Path> path(BlobId id) {
        Path file = directory.resolve(id.value());
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    public Optional<InputStream> get(BlobId id) {
        try {
            return Optional.of(Files.newInputStream(directory.resolve(id.value())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw BlobDraft.problemOf(e, directory.resolve(id.value()));
        }
    }

    /// In bytes; empty if there is no such blob.
    public OptionalLong size(BlobId id) {
        try {
            return OptionalLong.of(Files.size(directory.resolve(id.value())));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw BlobDraft.problemOf(e, directory.resolve(id.value()));
        }
    }

    /// Removes drafts that a killed daemon left.
    private void sweep() {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, "*" + BlobDraft.SUFFIX)) {
            for (Path draft : drafts) {
                Files.deleteIfExists(draft);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // There are no blobs yet; if there can't be any, the draft will tell.
        } catch (IOException e) {
            throw BlobDraft.problemOf(e, directory);
        }
    }
}
