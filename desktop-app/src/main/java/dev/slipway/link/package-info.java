/// Owns the connection to a Slipway server: REST calls, the socket with its reconnects, and the state of both. Uses
/// the shared model and `work`. Begin at {@link dev.slipway.link.Link}.
@NullMarked
package dev.slipway.link;

import org.jspecify.annotations.NullMarked;
