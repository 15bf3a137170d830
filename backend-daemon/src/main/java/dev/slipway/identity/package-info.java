/// Owns who the people are: users, their roles and their tokens, kept in the daemon's database. Uses `sqlite`.
/// Begin at {@link dev.slipway.identity.Users}.
@NullMarked
package dev.slipway.identity;

import org.jspecify.annotations.NullMarked;
