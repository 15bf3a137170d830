/// Owns how an error speaks to a person: what happened, what it means, what to do. Uses nothing.
/// Begin at {@link dev.slipway.model.problem.Problem}.
@NullMarked
package dev.slipway.model.problem;

import org.jspecify.annotations.NullMarked;
