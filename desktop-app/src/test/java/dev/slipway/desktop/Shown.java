package dev.slipway.desktop;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/// The toolkit in a test: calls on its thread, pulses, pictures.
public final class Shown {
    private static final CountDownLatch STARTED = new CountDownLatch(1);
    private static boolean starting;

    private Shown() {}

    public static synchronized void toolkit() throws InterruptedException {
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

    /// Calls on the window's thread, which may be this one.
    public static <T> T onFx(Callable<T> call) {
        if (Platform.isFxApplicationThread()) {
            try {
                return call.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
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

    public static void run(Runnable action) {
        onFx(() -> {
            action.run();
            return 0;
        });
    }

    /// Waits until so many pulses have passed.
    public static void pulses(int count) {
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

    /// Writes what a scene shows as a PNG of 256 colours, which is a third of the size and looks the same.
    public static void picture(Scene scene, Path file) {
        BufferedImage full = onFx(() -> {
            WritableImage image = scene.snapshot(null);
            BufferedImage copy =
                    new BufferedImage((int) image.getWidth(), (int) image.getHeight(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < copy.getHeight(); y++) {
                for (int x = 0; x < copy.getWidth(); x++) {
                    copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
                }
            }
            return copy;
        });
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(reduced(full), "png", file.toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BufferedImage reduced(BufferedImage full) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < full.getHeight(); y++) {
            for (int x = 0; x < full.getWidth(); x++) {
                counts.merge(full.getRGB(x, y) & 0xffffff, 1, Integer::sum);
            }
        }
        List<Integer> palette = palette(counts);
        byte[][] channels = new byte[3][palette.size()];
        for (int i = 0; i < palette.size(); i++) {
            channels[0][i] = (byte) (palette.get(i) >> 16);
            channels[1][i] = (byte) (palette.get(i) >> 8);
            channels[2][i] = (byte) (int) palette.get(i);
        }
        IndexColorModel model = new IndexColorModel(8, palette.size(), channels[0], channels[1], channels[2]);
        BufferedImage small =
                new BufferedImage(full.getWidth(), full.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < full.getHeight(); y++) {
            for (int x = 0; x < full.getWidth(); x++) {
                int index = nearest.computeIfAbsent(full.getRGB(x, y) & 0xffffff, colour -> nearest(palette, colour));
                small.getRaster().setSample(x, y, 0, index);
            }
        }
        return small;
    }

    /// The most frequent colours, which are surfaces; then others, each at some distance from those before it.
    private static List<Integer> palette(Map<Integer, Integer> counts) {
        List<Integer> byCount = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        List<Integer> palette = new ArrayList<>(byCount.subList(0, Math.min(64, byCount.size())));
        for (int apart : new int[] {250, 60, 0}) {
            for (int colour : byCount) {
                if (palette.size() < 256 && distance(palette.get(nearest(palette, colour)), colour) > apart) {
                    palette.add(colour);
                }
            }
        }
        return palette;
    }

    private static int nearest(List<Integer> palette, int colour) {
        int best = 0;
        for (int i = 1; i < palette.size(); i++) {
            if (distance(palette.get(i), colour) < distance(palette.get(best), colour)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 255) - (other >> 16 & 255);
        int green = (one >> 8 & 255) - (other >> 8 & 255);
        int blue = (one & 255) - (other & 255);
        return red * red + green * green + blue * blue;
    }
}
