/// Owns playing a model by script, so that Slipway runs whole without any account: real tool calls, real
/// results, no thinking. What it says is labelled as a rehearsal wherever it shows. The scripts' format is in
/// `docs/rehearsal.md`. Uses `llm` only. Begin at {@link dev.slipway.llm.rehearsal.Rehearsals}.
@NullMarked
package dev.slipway.llm.rehearsal;

import org.jspecify.annotations.NullMarked;
