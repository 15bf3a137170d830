/// Owns what is told to a person without stopping them: toasts, the list of those that were missed. Uses `theme`,
/// `control`, `words`; every feature may use it. Begin at {@link dev.slipway.notice.Notices}.
@NullMarked
package dev.slipway.notice;

import org.jspecify.annotations.NullMarked;
