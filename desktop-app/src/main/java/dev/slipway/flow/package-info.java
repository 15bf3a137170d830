/// Owns a list of rows of any height that shows any of a million as fast as the first: it lays out what is in view and
/// nothing else, and what the reader looks at stays where it is. Uses nothing of ours. Begin at
/// {@link dev.slipway.flow.RowFlow}.
@NullMarked
package dev.slipway.flow;

import org.jspecify.annotations.NullMarked;
