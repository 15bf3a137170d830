/// Owns snapshots: taking them cold and hot, restoring, forking, the book of those of each session, and bringing their
/// layers to another host. Uses `dev.slipway.sandbox`, `dev.slipway.sqlite` and `dev.slipway.model`; nothing above.
/// Begin at {@link dev.slipway.snapshot.SnapshotBook} for a session's snapshots (`take` after a turn and before its
/// sandbox is released, `latest` when the sandbox is gone), at {@link dev.slipway.snapshot.Snapshots} for the rest.
@NullMarked
package dev.slipway.snapshot;

import org.jspecify.annotations.NullMarked;
