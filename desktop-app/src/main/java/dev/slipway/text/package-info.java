/// Owns how long texts are shown: Markdown, source code, terminal output, differences. Uses `control`, `theme`,
/// `words`. Begin at {@link dev.slipway.text.MarkdownView}.
@NullMarked
package dev.slipway.text;

import org.jspecify.annotations.NullMarked;
