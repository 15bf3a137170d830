/// Owns the window itself: its size and place, kept from one start to the next. Uses `theme`. Begin at
/// {@link dev.slipway.window.MainWindow}.
@NullMarked
package dev.slipway.window;

import org.jspecify.annotations.NullMarked;
