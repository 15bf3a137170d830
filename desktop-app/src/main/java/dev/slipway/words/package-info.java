/// Owns the texts that people read, in each language. Uses nothing of ours. Begin at {@link dev.slipway.words.Words}.
@NullMarked
package dev.slipway.words;

import org.jspecify.annotations.NullMarked;
