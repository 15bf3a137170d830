/// Owns speaking OpenAI Responses and OpenAI Chat Completions, by the official SDK over Slipway's own
/// connections. Uses `llm` only. Begin at {@link dev.slipway.llm.openai.OpenAiResponses} and {@link
/// dev.slipway.llm.openai.OpenAiChat}.
@NullMarked
package dev.slipway.llm.openai;

import org.jspecify.annotations.NullMarked;
