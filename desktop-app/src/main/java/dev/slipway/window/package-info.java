/// Owns the window itself: its size and place, kept from one start to the next; the rail of servers at its side; a
/// question over it. Uses `theme`, `control`, `command`, `words`. Begin at {@link dev.slipway.window.MainWindow}.
@NullMarked
package dev.slipway.window;

import org.jspecify.annotations.NullMarked;
