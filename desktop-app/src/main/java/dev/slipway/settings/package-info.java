/// Owns the settings: one place with a list of sections, each an `XModel` that keeps what was begun and an `XView`.
/// Uses `link`, `navigation`, `control`, `theme`, `work`, `words`. Begin at {@link
/// dev.slipway.settings.SettingsModel}.
@NullMarked
package dev.slipway.settings;

import org.jspecify.annotations.NullMarked;
