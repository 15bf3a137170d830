/// Owns the small controls that every view is made of: avatars, badges, empty states, problems, times. Uses `theme`,
/// `words`. Begin at {@link dev.slipway.control.Nodes}.
@NullMarked
package dev.slipway.control;

import org.jspecify.annotations.NullMarked;
