/// Owns how clients reach the daemon: REST, the WebSocket, metrics, git over HTTP; who may ask; and how errors look.
/// Uses every package below it and Jetty; has no logic of its own. Begin at {@link dev.slipway.api.ApiServer}.
@NullMarked
package dev.slipway.api;

import org.jspecify.annotations.NullMarked;
