/// Owns secrets that were given while the daemon runs: a file each, that only the daemon's user can read. Uses `llm`,
/// whose keys they are. Begin at {@link dev.slipway.keyring.Keyring}.
@NullMarked
package dev.slipway.keyring;

import org.jspecify.annotations.NullMarked;
