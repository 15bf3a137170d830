/// Owns the live desktop of a sandbox as a view: pixels that another thread unpacks, keys of any layout, pointer,
/// clipboard, and who drives. Uses `rfb`, `control`, `theme`, `words`, `work`. Begin at
/// {@link dev.slipway.stream.StreamModel}.
@NullMarked
package dev.slipway.stream;

import org.jspecify.annotations.NullMarked;
