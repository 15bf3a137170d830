/// Owns connections of people into sandboxes: tunnels, who holds which, and what listens in a sandbox. Uses
/// `dev.slipway.sandbox`, `dev.slipway.pool` and what they stand on; knows nothing of sessions but their ids.
/// Begin at
/// {@link dev.slipway.tunnel.Tunnels}.
@NullMarked
package dev.slipway.tunnel;

import org.jspecify.annotations.NullMarked;
