/// Owns how Slipway looks: colours in light and dark, fonts, icons, the style sheet. Uses nothing of ours. Begin at
/// {@link dev.slipway.theme.Theme}.
@NullMarked
package dev.slipway.theme;

import org.jspecify.annotations.NullMarked;
