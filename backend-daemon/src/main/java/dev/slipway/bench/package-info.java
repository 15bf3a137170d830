/// Owns the measurements: one class a bench, each printing figures that compare over time. Uses every other package
/// and is used by none. Begin at {@link dev.slipway.bench.BenchMain}.
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
