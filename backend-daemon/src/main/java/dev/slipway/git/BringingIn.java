package dev.slipway.git;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// In which manner commits come into a work tree.
/// @param tree  held while files of the work tree change, which is short; not while commits are sent, which may be long
/// @param limit for all of it
public record BringingIn(Lock tree, Duration limit) {
    /// For a work tree that nobody looks at yet.
    public static BringingIn unseen() {
        return new BringingIn(new ReentrantLock(), Duration.ofMinutes(30));
    }
}
