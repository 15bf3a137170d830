/// Owns tunnels: streams of bytes to what listens in a sandbox, many in one WebSocket, as both ends of it
/// speak of
/// them.
/// Uses `problem`. Begin at {@link dev.slipway.model.tunnel.Tunnel}, which is a client's end.
@NullMarked
package dev.slipway.model.tunnel;

import org.jspecify.annotations.NullMarked;
