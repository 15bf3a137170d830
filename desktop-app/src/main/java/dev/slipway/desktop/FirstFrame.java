package dev.slipway.desktop;

import java.time.Duration;
import java.time.Instant;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/// When the window was usable, for who measures it: with `-Dslipway.desktop.firstFrame=print` that is printed, in
/// milliseconds since the process began; with `exit` the window is closed then, too; with `train` it is closed a little
/// later.
final class FirstFrame {
    static final String PROPERTY = "slipway.desktop.firstFrame";
    static final String TRAIN = "train";

    /// The first pulse lays out what was put into the scene; with the second that is on the screen.
    private static final int PULSES = 2;

    private static final int PULSES_OF_TRAINING = 150;

    private FirstFrame() {}

    /// To be called once what the person wants to see has been put into the scene.
    static void await() {
        String wish = System.getProperty(PROPERTY, "");
        if (!wish.isEmpty()) {
            after(PULSES, () -> {
                tell();
                if (wish.equals("exit")) {
                    Platform.exit();
                } else if (wish.equals(TRAIN)) {
                    after(PULSES_OF_TRAINING, Platform::exit);
                }
            });
        }
    }

    private static void tell() {
        ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis())
                .ifPresent(millis -> System.out.println(
                        "usable after " + millis + " ms, of which the processor worked " + cpuMillis()));
    }

    /// Of all threads; on two processors it may be more than what passed.
    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
    }

    private static void after(int pulses, Runnable then) {
        new AnimationTimer() {
            private int left = pulses;

            @Override
            public void handle(long now) {
                if (left-- == 0) {
                    stop();
                    then.run();
                }
            }
        }.start();
    }
}
