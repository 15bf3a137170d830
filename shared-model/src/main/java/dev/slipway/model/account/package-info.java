/// Owns the words for people: users, roles, authorship. Uses nothing.
/// Begin at {@link dev.slipway.model.account.User}.
@NullMarked
package dev.slipway.model.account;

import org.jspecify.annotations.NullMarked;
