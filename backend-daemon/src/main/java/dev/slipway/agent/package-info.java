/// Owns the agent's loop: the conversation, model calls, tool calls, stopping, compaction. Uses `tool`, `llm`,
/// `journal`, `sandbox` and `dev.slipway.model`; reaches up only through the ports of its turns.
/// Begin at {@link dev.slipway.agent.Agent}.
@NullMarked
package dev.slipway.agent;

import org.jspecify.annotations.NullMarked;
