/// Owns the figures about usage and merges: a projection of all journals into a table of facts. Uses `journal`,
/// `sqlite` and the model. Begin at {@link dev.slipway.statistics.StatisticsBook}.
@NullMarked
package dev.slipway.statistics;

import org.jspecify.annotations.NullMarked;
