/// Owns the journals: each session's ordered log of events in its own SQLite file, the text that streams between two
/// rows, and the blobs beside them. Uses `sqlite` and `model`. Begin at {@link dev.slipway.journal.Journals}.
@NullMarked
package dev.slipway.journal;

import org.jspecify.annotations.NullMarked;
