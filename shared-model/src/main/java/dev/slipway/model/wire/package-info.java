/// Owns how the model looks on the wire: JSON, frames of the WebSocket, REST endpoints with their requests and
/// responses. The only package that knows Jackson. Begin at {@link dev.slipway.model.wire.Json}.
@NullMarked
package dev.slipway.model.wire;

import org.jspecify.annotations.NullMarked;
