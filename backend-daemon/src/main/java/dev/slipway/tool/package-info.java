/// Owns what an agent can do: one class a tool, each with its prompt and its arguments' schema as files beside it,
/// its
/// effect declared, its output bounded. All of it happens inside a sandbox. Uses `sandbox`, `journal` (blobs only),
/// `llm` (for the specification a model sees) and `dev.slipway.model`. Begin at {@link dev.slipway.tool.Toolbox}.
@NullMarked
package dev.slipway.tool;

import org.jspecify.annotations.NullMarked;
