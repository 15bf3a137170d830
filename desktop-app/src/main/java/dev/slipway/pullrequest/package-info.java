/// Owns a pull request's page: its state, reviews, merge, and who may do which. Uses `link`, `text`, `control`,
/// `work`,
/// `words`. Begin at {@link dev.slipway.pullrequest.PullRequestModel}.
@NullMarked
package dev.slipway.pullrequest;

import org.jspecify.annotations.NullMarked;
