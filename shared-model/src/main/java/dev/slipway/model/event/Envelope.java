package dev.slipway.model.event;

import java.time.Instant;

/// A row of a journal.
/// @param seq counted from 1 in each session, without gaps
/// @param at  when it was appended
public record Envelope(long seq, Instant at, SessionEvent event) {}
