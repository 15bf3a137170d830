/// Owns the way between a window's thread and all others: work in the background, results once a pulse. Uses nothing
/// of ours. Begin at {@link dev.slipway.work.Work}.
@NullMarked
package dev.slipway.work;

import org.jspecify.annotations.NullMarked;
