/// Owns the transcript of a session: a list of rows that is read from the replica as it scrolls, and grows while the
/// agent works. Uses `mirror`, `text`, `control`, `work`, `words`. Begin at
/// {@link dev.slipway.transcript.TranscriptModel}.
@NullMarked
package dev.slipway.transcript;

import org.jspecify.annotations.NullMarked;
