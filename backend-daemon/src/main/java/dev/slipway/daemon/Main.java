package dev.slipway.daemon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Entry point of the daemon process.
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /// Runs the daemon until it is told to stop.
    public static void main(String[] args) {
        log.info("Slipway daemon: nothing to run yet");
    }
}
