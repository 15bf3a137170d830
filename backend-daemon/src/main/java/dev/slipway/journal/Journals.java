package dev.slipway.journal;

import dev.slipway.model.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// All journals of the daemon: `<directory>/<session id>/journal.db` with `blobs/` beside it. Files open on use and
/// close
/// when idle.
public final class Journals implements AutoCloseable {

    /// @param directory holds a directory for each session; made if it is not there
    public Journals(Path directory, InstantSource clock) {}

    /// Begins a session's journal, empty.
    /// @throws dev.slipway.model.problem.ProblemException `session-exists`; or if the disk refuses
    public Journal create(SessionId session) {
        return notYet();
    }

    /// The journal of a session, always the same instance; its file is opened on first use.
    /// @throws dev.slipway.model.problem.ProblemException `unknown-session`
    public Journal open(SessionId session) {
        return notYet();
    }

    /// When the session's journal was last written to, by its files' times; for finding what a crash left behind.
    public Instant lastWritten(SessionId session) {
        return notYet();
    }

    /// The sessions that have a journal, oldest first.
    public List<SessionId> all() {
        return notYet();
    }

    /// Writes what was appended, then closes all files; who waits in a subscription gets a `stopping` problem.
    @Override
    public void close() {}

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T notYet() {
        throw new UnsupportedOperationException();
    }
}
