/// Owns the words for code and its changes: repositories, branches, commits, diffs. Uses nothing but `account`.
/// Begin at {@link dev.slipway.model.code.Repository}.
@NullMarked
package dev.slipway.model.code;

import org.jspecify.annotations.NullMarked;
