/// Owns what all words share: an id is text with a rule, and the id of a session, to which everything refers. Uses
/// `problem`. Begin at {@link dev.slipway.model.TextValue}.
@NullMarked
package dev.slipway.model;

import org.jspecify.annotations.NullMarked;
