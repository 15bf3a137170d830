/// Owns what a person can do from anywhere: each command with its words and keys in one place, the palette that finds
/// them, and the sheet that lists them. Uses `control`, `theme`, `words`. Begin at
/// {@link dev.slipway.command.Commands}.
@NullMarked
package dev.slipway.command;

import org.jspecify.annotations.NullMarked;
