package dev.slipway.model;

/// The undo of a subscription: every call that registers something returns one.
@FunctionalInterface
public interface Pin extends AutoCloseable {
    /// Ends the subscription; a second call does nothing.
    @Override
    void close();
}
