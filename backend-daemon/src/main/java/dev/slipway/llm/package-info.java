/// Owns talking to a language model: one blocking call that streams, in the same words whatever the provider,
/// with every failure typed and every retry visible. Uses the model SDKs and `dev.slipway.model`; nothing
/// above. Begin at {@link dev.slipway.llm.ModelClient}.
@NullMarked
package dev.slipway.llm;

import org.jspecify.annotations.NullMarked;
