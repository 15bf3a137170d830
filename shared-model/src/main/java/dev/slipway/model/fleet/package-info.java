/// Owns the words for the machines on which sandboxes run. Begin at {@link dev.slipway.model.fleet.HostStatus}
/// and {@link dev.slipway.model.fleet.FleetEvent}.
@NullMarked
package dev.slipway.model.fleet;

import org.jspecify.annotations.NullMarked;
