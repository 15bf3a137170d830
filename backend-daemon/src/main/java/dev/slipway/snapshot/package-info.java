/// Owns what outlives a sandbox: sealed stacks of layers, from which sandboxes are restored and forked. Uses
/// `dev.slipway.sandbox`; nothing above. Begin at {@link dev.slipway.snapshot.Snapshots}.
@NullMarked
package dev.slipway.snapshot;

import org.jspecify.annotations.NullMarked;
