/// Owns how a person gets to a server: which ones are known, the one on this computer, and the first page. Uses
/// `link`,
/// `control`, `work`, `words`. Begin at {@link dev.slipway.login.KnownServers}.
@NullMarked
package dev.slipway.login;

import org.jspecify.annotations.NullMarked;
