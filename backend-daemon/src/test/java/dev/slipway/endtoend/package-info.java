/// Drives the product as its users do: a real daemon process, real sandboxes, real git, and `@copilotkit/aimock` in the
/// place of Anthropic and OpenAI. Nothing of the daemon's own code is called here, only its interface.
///
/// Begin at [Installation].
@NullMarked
package dev.slipway.endtoend;

import org.jspecify.annotations.NullMarked;
