/// Puts the desktop application together and shows its first window. Begin at [Main].
@NullMarked
package dev.slipway.desktop;

import org.jspecify.annotations.NullMarked;
