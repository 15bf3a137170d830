/// Owns what happens elsewhere and concerns the person: which of it is told, and whether in the window or by the
/// system's own notifications. Uses `link`, `navigation`, `notice`, `words`, `work`. Begin at
/// {@link dev.slipway.notification.Notifications}; the rule is `Rule`.
@NullMarked
package dev.slipway.notification;

import org.jspecify.annotations.NullMarked;
