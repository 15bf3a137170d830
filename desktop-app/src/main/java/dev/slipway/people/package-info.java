/// Owns who else is in a session: watching it or typing there. Uses `link`, `control`, `words`. Begin at
/// {@link dev.slipway.people.PeopleModel}.
@NullMarked
package dev.slipway.people;

import org.jspecify.annotations.NullMarked;
