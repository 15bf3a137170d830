/// Owns the local replica: the events of visited sessions, summaries, drafts and prompts that wait for the link, in
/// one SQLite file per server, so that all of it opens at once and without a network. Uses `link`. Begin at
/// {@link dev.slipway.mirror.Mirror}.
@NullMarked
package dev.slipway.mirror;

import org.jspecify.annotations.NullMarked;
