/// Owns speaking Anthropic Messages, by the official SDK over Slipway's own connections. Uses `llm` only.
/// Begin at {@link dev.slipway.llm.anthropic.AnthropicMessages}.
@NullMarked
package dev.slipway.llm.anthropic;

import org.jspecify.annotations.NullMarked;
