/// Owns the list of sessions and the panel that begins a new one. Uses `link`, `mirror`, `navigation`, `control`,
/// `work`, `words`. Begin at {@link dev.slipway.sessions.SessionsModel}.
@NullMarked
package dev.slipway.sessions;

import org.jspecify.annotations.NullMarked;
