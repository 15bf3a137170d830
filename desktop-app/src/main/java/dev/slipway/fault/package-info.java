/// Owns what happens when something fails that nobody foresaw: a toast, and a report that can be sent to whoever mends
/// it. Uses `notice`, `control`, `words`. Begin at {@link dev.slipway.fault.Faults}.
@NullMarked
package dev.slipway.fault;

import org.jspecify.annotations.NullMarked;
