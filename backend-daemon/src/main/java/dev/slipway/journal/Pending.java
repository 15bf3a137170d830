package dev.slipway.journal;

/// What was handed to a journal and is not visible yet, in the order in which it came.
sealed interface Pending permits PendingRows, Piece {}
