/// Owns the forge that needs no account: pull requests, reviews and merges on the daemon's own bare repositories, and
/// git over HTTP to them.
///
/// Uses `forge`, `git`, `sqlite` and `model`. Begin at [LocalForge] and [GitHttp].
@NullMarked
package dev.slipway.forge.local;

import org.jspecify.annotations.NullMarked;
