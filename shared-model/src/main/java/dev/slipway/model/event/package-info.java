/// Owns what may stand in a session's journal, the single source of truth of a session, and the live text between
/// two rows. Uses every other model package but `wire`. Begin at {@link dev.slipway.model.event.SessionEvent}.
@NullMarked
package dev.slipway.model.event;

import org.jspecify.annotations.NullMarked;
