/// Owns what is new with the fleet: how each host, image and pool is at this moment, and who follows that. Uses
/// `dev.slipway.model` only, so that all who have such news can tell them. Begin at
/// {@link dev.slipway.fleet.FleetNews}.
@NullMarked
package dev.slipway.fleet;

import org.jspecify.annotations.NullMarked;
