/// Owns where sandboxes are had: the sandboxes and images of all hosts, which host a new one is made on, and what is
/// kept ready before anyone asks. Uses `dev.slipway.host`, `dev.slipway.image`, `dev.slipway.git` and what they stand
/// on; knows nothing of sessions but their ids. Begin at {@link dev.slipway.pool.SandboxPool}.
@NullMarked
package dev.slipway.pool;

import org.jspecify.annotations.NullMarked;
