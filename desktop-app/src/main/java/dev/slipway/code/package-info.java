/// Owns how changes are read: the tree of changed files and the difference of each, unified or side by side. Uses
/// `text`, `control`, `words`. Begin at {@link dev.slipway.code.ChangesView}.
@NullMarked
package dev.slipway.code;

import org.jspecify.annotations.NullMarked;
