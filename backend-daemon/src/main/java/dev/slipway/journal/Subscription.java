package dev.slipway.journal;

import java.time.Duration;

/// One reader's place in a journal. It holds a cursor and no queue: a reader that stalls costs nothing, and gets
/// what piled up in bounded batches when it goes on. For one thread at a time, except [#close].
public interface Subscription extends AutoCloseable {

    /// Waits for something new: first the rows from the cursor on, then, as soon as all rows are read, the text so
    /// far of open blocks, then what streams. Nothing is left out or comes twice.
    /// @return an empty batch when nothing came in time
    /// @throws InterruptedException  if the thread was interrupted; the cursor has not moved
    /// @throws IllegalStateException if this subscription is closed
    /// @throws dev.slipway.model.problem.ProblemException if the file can't be read, or the daemon stops
    Batch next(Duration timeout) throws InterruptedException;

    /// The sequence number of the next row to come.
    long cursor();

    /// Ends it, and wakes a thread that waits in [#next].
    @Override
    void close();
}
