package dev.slipway.journal;

import dev.slipway.model.event.Envelope;
import java.util.List;

/// Rows that were handed to a journal. They have their numbers; others see them once they are written.
public final class Appended {
    private final Journal journal;
    private final PendingRows rows;

    Appended(Journal journal, PendingRows rows) {
        this.journal = journal;
        this.rows = rows;
    }

    /// The rows, in order.
    public List<Envelope> envelopes() {
        return rows.envelopes();
    }

    /// Waits until the rows survive a killed process; about a millisecond. An interrupt does not cut the wait.
    /// @throws dev.slipway.model.problem.ProblemException if they could not be written; then none of them will be
    ///         later
    public Appended awaitWritten() {
        journal.awaitWritten(rows);
        return this;
    }

    /// Waits until the rows survive a power cut: for what a person is told is accepted.
    /// @throws dev.slipway.model.problem.ProblemException as [#awaitWritten]; or if the disk refuses to sync, when
    ///         the rows are written though perhaps not safe
    public Appended awaitSynced() {
        journal.awaitSynced(rows);
        return this;
    }
}
