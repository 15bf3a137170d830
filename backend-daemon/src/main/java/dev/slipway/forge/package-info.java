/// Owns the repositories that sessions work on, and what a forge does with their branches: pull requests, reviews,
/// merges. Which forge does it is behind an interface.
///
/// Uses `git`, `sqlite` and `model`; `session` is built on it. Begin at [Repositories] and [Forge].
@NullMarked
package dev.slipway.forge;

import org.jspecify.annotations.NullMarked;
