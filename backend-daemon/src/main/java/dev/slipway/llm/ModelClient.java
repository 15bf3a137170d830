package dev.slipway.llm;

import java.util.function.Consumer;

/// Calls one model, and streams what it says. Safe for use by many threads at once; meant for virtual threads,
/// as a call blocks for as long as the model speaks.
public interface ModelClient {

    /// Sends the request and returns when the model has finished. Every event reaches `sink` on the calling
    /// thread, in order, so that a slow sink slows the reading of this one answer only. Whatever `sink` throws
    /// ends the call and its connection, and comes out unchanged.
    ///
    /// @throws ModelCallException when the call failed for good: retries, where they made sense, are already
    ///     spent
    /// @throws InterruptedException when the calling virtual thread is interrupted: the connection is cut at
    ///     once
    ModelReply call(ModelRequest request, Consumer<? super ModelEvent> sink)
            throws ModelCallException, InterruptedException;
}
