/// Owns snapshots: taking them cold and hot, restoring, forking, the book of those of each session, and bringing their
/// layers to another host. Uses `dev.slipway.sandbox`, `dev.slipway.sqlite` and `dev.slipway.model`; nothing above.
/// Begin at {@link dev.slipway.snapshot.SessionSnapshots} for a session's snapshots: `take` after a turn (SESSION, hot)
/// and
/// before its sandbox is released (EXIT), `restore` on whatever host when it is to go on; at
/// {@link dev.slipway.snapshot.Shipping} to bring an image's layers to another host; at
/// {@link dev.slipway.snapshot.Snapshots} for the rest.
@NullMarked
package dev.slipway.snapshot;

import org.jspecify.annotations.NullMarked;
