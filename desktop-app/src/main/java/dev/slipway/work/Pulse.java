package dev.slipway.work;

import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/// Runs an action on the window's thread in the next pulse, once, however often it was asked for until then: so a
/// stream of any speed costs one change of the scene per frame.
public final class Pulse {
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AnimationTimer timer;

    public Pulse(Runnable action) {
        this.timer = new AnimationTimer() {
            @Override
            public void handle(long now) {
                stop();
                asked.set(false);
                action.run();
            }
        };
    }

    /// Asks for the action; from any thread.
    public void ask() {
        if (asked.compareAndSet(false, true)) {
            Platform.runLater(timer::start);
        }
    }
}
