/// Owns sandboxes: making them out of layers, running programs and reaching files inside, limits, isolation,
/// finding them again after a restart. Uses `dev.slipway.host`, `dev.slipway.egress` and `dev.slipway.model`;
/// nothing above. Begin at {@link dev.slipway.sandbox.Sandboxes}.
@NullMarked
package dev.slipway.sandbox;

import org.jspecify.annotations.NullMarked;
