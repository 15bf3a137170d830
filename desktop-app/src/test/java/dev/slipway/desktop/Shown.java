package dev.slipway.desktop;

import dev.slipway.control.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;

/// The toolkit in a test: calls on its thread, pulses, pictures.
final class Shown {
    private static final CountDownLatch STARTED = new CountDownLatch(1);
    private static boolean starting;

    private Shown() {}

    static synchronized void toolkit() throws InterruptedException {
        if (!starting) {
            starting = true;
            try {
                Platform.startup(STARTED::countDown);
            } catch (IllegalStateException e) {
                STARTED.countDown();
            }
            Platform.setImplicitExit(false);
        }
        STARTED.await();
    }

    static <T> T onFx(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void run(Runnable action) {
        onFx(() -> {
            action.run();
            return 0;
        });
    }

    /// Waits until so many pulses have passed.
    static void pulses(int count) {
        CountDownLatch passed = new CountDownLatch(count);
        AnimationTimer timer = new AnimationTimer() {
            @Override
            public void handle(long now) {
                passed.countDown();
            }
        };
        run(timer::start);
        try {
            if (!passed.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("No pulses");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        run(timer::stop);
    }

    static void picture(Scene scene, Path file) {
        byte[] png = onFx(() -> Png.of(scene.snapshot(null)));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, png);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
