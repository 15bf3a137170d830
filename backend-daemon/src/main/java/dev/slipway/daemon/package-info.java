/// Puts the daemon together: reads its configuration, wires every part by hand, and runs until told to stop.
///
/// Uses every other package and is used by none. Begin at [Main].
@NullMarked
package dev.slipway.daemon;

import org.jspecify.annotations.NullMarked;
