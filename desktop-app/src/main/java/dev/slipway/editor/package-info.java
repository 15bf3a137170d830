/// Owns the field in which a person writes a prompt: its text and draft, the files that go with it, what `@` and `/`
/// offer, and what was written before. Uses `mirror`, `control`, `work`, `words`. Begin at
/// {@link dev.slipway.editor.EditorModel}.
@NullMarked
package dev.slipway.editor;

import org.jspecify.annotations.NullMarked;
