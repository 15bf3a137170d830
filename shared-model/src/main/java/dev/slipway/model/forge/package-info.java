/// Owns the words for pull requests and reviews. Uses `account`, `code`.
/// Begin at {@link dev.slipway.model.forge.PullRequest}.
@NullMarked
package dev.slipway.model.forge;

import org.jspecify.annotations.NullMarked;
