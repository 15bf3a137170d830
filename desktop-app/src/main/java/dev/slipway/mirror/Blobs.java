package dev.slipway.mirror;

import dev.slipway.link.Link;
import dev.slipway.model.SessionId;
import dev.slipway.model.session.BlobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Images, attachments and whole outputs of visited sessions. What was fetched stays, up to a limit; then what nobody
/// has looked at for longest goes.
public final class Blobs {
    /// 512 MiB: some thousand screenshots.
    static final long MOST = 512L << 20;

    private final Path folder;
    private final Link link;
    private final InstantSource clock;
    private final long most;

    public Blobs(Path folder, Link link, InstantSource clock) {
        this(folder, link, clock, MOST);
    }

    /// @param most bytes that are kept
    Blobs(Path folder, Link link, InstantSource clock, long most) {
        this.folder = folder;
        this.link = link;
        this.clock = clock;
        this.most = most;
    }

    /// The bytes of a blob: from here, else from the server; not for a window's thread.
    /// @throws dev.slipway.model.problem.ProblemException when it is not here and the server does not give it
    public byte[] get(SessionId session, BlobId blob) {
        Path file = folder.resolve(blob.value());
        try {
            if (Files.exists(file)) {
                byte[] kept = Files.readAllBytes(file);
                if (is(kept, blob)) {
                    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
                    return kept;
                }
            }
            byte[] fetched = link.blob(session, blob);
            keep(file, fetched);
            return fetched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(Path file, byte[] bytes) throws IOException {
        if (bytes.length > most) {
            return;
        }
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, "draft", "");
        Files.write(draft, bytes);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        trim();
    }

    private synchronized void trim() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().lastModified())
                            .reversed())
                    .toList();
        }
        long sum = 0;
        for (Path file : files) {
            sum += file.toFile().length();
            if (sum > most) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// Whether these are the bytes that the name promises: a file that was cut is fetched again.
    private static boolean is(byte[] bytes, BlobId blob) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .equals(blob.value());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
