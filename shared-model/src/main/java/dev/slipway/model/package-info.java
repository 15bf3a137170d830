/// The words that the daemon and its clients both speak: ids, events, frames and endpoints.
///
/// Plain values without logic; each subpackage owns one subject. JSON is known to `wire` only.
@NullMarked
package dev.slipway.model;

import org.jspecify.annotations.NullMarked;
