/// Owns the words for a session: ids, prompts, states, usage, summaries. Uses `account`, `code`, `forge`,
/// `problem`. Begin at {@link dev.slipway.model.session.SessionSummary}.
@NullMarked
package dev.slipway.model.session;

import org.jspecify.annotations.NullMarked;
