package dev.slipway.link;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what happens on another thread.
public final class Eventually {
    private Eventually() {}

    /// Returns once it holds.
    /// @param what the condition in words, for the failure
    public static void that(String what, BooleanSupplier condition) {
        that(what, Duration.ofSeconds(20), condition);
    }

    public static void that(String what, Duration within, BooleanSupplier condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + within.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
