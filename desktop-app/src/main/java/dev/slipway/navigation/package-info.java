/// Owns the places of the application as typed values, and the way between them; links, palette and notifications all
/// become one of these. Uses the shared model only. Begin at {@link dev.slipway.navigation.Navigator}.
@NullMarked
package dev.slipway.navigation;

import org.jspecify.annotations.NullMarked;
