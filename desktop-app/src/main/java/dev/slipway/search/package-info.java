/// Owns the search in all transcripts that are on this computer: hits by session, each of which opens where it stands.
/// Uses `mirror`, `control`, `navigation`, `work`, `words`. Begin at {@link dev.slipway.search.SearchModel}.
@NullMarked
package dev.slipway.search;

import org.jspecify.annotations.NullMarked;
