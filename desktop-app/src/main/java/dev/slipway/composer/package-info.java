/// Owns writing to a session: the composer, the prompts that wait, and the courier that carries prompts to the server
/// when the link stands. Uses `link`, `mirror`, `control`, `work`, `words`. Begin at
/// {@link dev.slipway.composer.ComposerModel}.
@NullMarked
package dev.slipway.composer;

import org.jspecify.annotations.NullMarked;
