/// Owns sessions: an actor each, which takes prompts, keeps their queue, runs turns one after another, stops them,
/// brings code out, and comes back after the daemon's end. With `agent` the only one that appends to a journal.
/// Uses everything from `agent` down. Begin at {@link dev.slipway.session.Sessions}.
@NullMarked
package dev.slipway.session;

import org.jspecify.annotations.NullMarked;
