package dev.slipway.work;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a failure goes that nobody waits for: to the same place as one that ends a thread, so that none is lost.
public final class Unhandled {
    private static final Logger log = LoggerFactory.getLogger(Unhandled.class);

    private Unhandled() {}

    public static void tell(Throwable failure) {
        Thread.UncaughtExceptionHandler last = Thread.getDefaultUncaughtExceptionHandler();
        if (last == null) {
            log.warn("Nobody waited for this failure", failure);
        } else {
            last.uncaughtException(Thread.currentThread(), failure);
        }
    }
}
