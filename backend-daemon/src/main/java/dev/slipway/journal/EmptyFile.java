package dev.slipway.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// A journal's file before its first row. SQLite makes one in a dozen syncs, which a busy disk turns into many
/// milliseconds; so it makes one, and each new session gets a copy in one sync.
final class EmptyFile {
    private final Path sessions;
    private byte @Nullable [] bytes;

    /// @param sessions where there is room to make the first one
    EmptyFile(Path sessions) {
        this.sessions = sessions;
    }

    /// Puts one into a session's directory, where none is; on disk when this returns, whole or not at all.
    void copyInto(Path home) throws IOException {
        Path draft = home.resolve("journal.db.new");
        try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
            out.write(bytes());
            out.getFD().sync();
        }
        Files.move(draft, home.resolve("journal.db"), StandardCopyOption.ATOMIC_MOVE);
        DiskSync.forceDirectory(home);
        DiskSync.forceDirectory(sessions);
    }

    private synchronized byte[] bytes() throws IOException {
        byte[] known = bytes;
        if (known == null) {
            Path workshop = Files.createTempDirectory(sessions, "new-");
            Path first = workshop.resolve("journal.db");
            try {
                JournalFile.create(first).close();
                known = Files.readAllBytes(first);
                bytes = known;
            } finally {
                Files.deleteIfExists(first);
                Files.deleteIfExists(workshop);
            }
        }
        return known;
    }
}
