/// Owns the figures that a person sees about usage and merges. Uses `session`.
/// Begin at {@link dev.slipway.model.statistics.Statistics}.
@NullMarked
package dev.slipway.model.statistics;

import org.jspecify.annotations.NullMarked;
