package dev.slipway.desktop;

import dev.slipway.stream.Connector;
import dev.slipway.stream.Driving;
import dev.slipway.stream.Frames;
import dev.slipway.stream.Quality;
import dev.slipway.stream.StreamModel;
import dev.slipway.stream.StreamView;
import dev.slipway.theme.Theme;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

/// Measures the live desktop with a real server, Xtigervnc, beside it: how many pictures a second of a desktop
/// of 1280 x 800 show, all of which changes each time, what that costs this process, and how long after a key a
/// pixel that answers it has changed. Server and painter are processes of their own, on the same processors.
final class StreamBench {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;
    private static final int PER_SECOND = 30;
    private static final int WARM_UP_SECONDS = 6;
    private static final int KEYS = 60;

    private final Figures figures;
    private final int runs;
    private final int seconds;

    StreamBench(Figures figures, int runs, int seconds) {
        this.figures = figures;
        this.runs = runs;
        this.seconds = seconds;
    }

    void run(Path folder) throws Exception {
        try (Server server = Server.start(folder)) {
            StreamModel model = Bench.onFx(() -> new StreamModel(server, new Nobody()));
            StreamView view = Bench.onFx(() -> new StreamView(model));
            Stage stage = Bench.onFx(() -> show(view));
            Bench.onFx(() -> {
                model.connect();
                view.focus();
                return 0;
            });
            Bench.pulses(3);
            Region screen = Bench.onFx(() -> (Region) view.lookup(".stream-screen"));
            Bench.onFx(() -> {
                stage.setWidth(stage.getWidth() + WIDTH - screen.getWidth());
                stage.setHeight(stage.getHeight() + HEIGHT - screen.getHeight());
                return 0;
            });
            await(() -> model.frames()
                    .pair()
                    .filter(pair -> pair.width() == WIDTH && pair.height() == HEIGHT)
                    .isPresent());
            pictures("", "page", model, server, Quality.EXACT);
            pictures("film_", "film", model, server, Quality.EXACT);
            pictures("film_balanced_", "film", model, server, Quality.BALANCED);
            Bench.onFx(() -> {
                model.quality().set(Quality.EXACT);
                return 0;
            });
            keys("input_to_pixel", 0, model, server, screen);
            keys("input_to_pixel_busy", PER_SECOND, model, server, screen);
            Bench.onFx(() -> {
                stage.hide();
                model.close();
                return 0;
            });
        }
    }

    private static Stage show(StreamView view) {
        Stage stage = new Stage();
        Scene scene = new Scene(view, WIDTH, HEIGHT + 60.0);
        scene.getRoot().getStyleClass().add("window");
        new Theme().dress(scene);
        stage.setScene(scene);
        stage.show();
        return stage;
    }

    private void pictures(String prefix, String what, StreamModel model, Server server, Quality quality)
            throws Exception {
        Bench.onFx(() -> {
            model.automatic().set(false);
            model.quality().set(quality);
            return 0;
        });
        Process painter = server.paint(PER_SECOND, what);
        try {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            List<Double> fps = new ArrayList<>();
            List<Double> share = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                Pages pages = Bench.onFx(() -> new Pages(model));
                long cpu = cpuNanos();
                long began = System.nanoTime();
                TimeUnit.SECONDS.sleep(seconds);
                double took = System.nanoTime() - began;
                share.add(100 * (cpuNanos() - cpu) / took);
                fps.add(Bench.onFx(pages::stopped) / (took / 1e9));
            }
            figures.put(prefix + "fps", fps);
            figures.put(prefix + "viewer_core_share", share);
        } finally {
            painter.destroy();
            painter.waitFor();
        }
    }

    /// Counts the pages that show, by their marks: however often a part of one shows, it counts once.
    private static final class Pages extends AnimationTimer {
        private final StreamModel model;
        private int last;
        private int count;

        Pages(StreamModel model) {
            this.model = model;
            start();
        }

        @Override
        public void handle(long now) {
            int mark = ((pixel(model, Painting.MARK / 2, HEIGHT - Painting.MARK / 2) & 0xff) + 0x10) >> 5;
            if (mark != last) {
                last = mark;
                count++;
            }
        }

        int stopped() {
            stop();
            return count;
        }
    }

    /// From the key's event until the pulse that follows the one with the answer, when the renderer is done
    /// with it.
    private void keys(String name, int perSecond, StreamModel model, Server server, Node screen) throws Exception {
        Process painter = server.paint(perSecond, "page");
        try {
            TimeUnit.SECONDS.sleep(2);
            List<Double> millis = new ArrayList<>();
            int before = square(model);
            for (int i = 0; i < KEYS; i++) {
                int known = before;
                long began = System.nanoTime();
                CompletableFuture<Long> seen = new CompletableFuture<>();
                Bench.onFx(() -> {
                    press(screen);
                    new AnimationTimer() {
                        private boolean there;

                        @Override
                        public void handle(long now) {
                            if (there) {
                                seen.complete(System.nanoTime());
                                stop();
                            }
                            there = square(model) != known;
                        }
                    }.start();
                    return 0;
                });
                long end = seen.get(20, TimeUnit.SECONDS);
                before = square(model);
                if (i > KEYS / 6) {
                    millis.add((end - began) / 1e6);
                }
                // At no fixed distance from the pulses.
                LockSupport.parkNanos(30_000_000 + i * 700_000L);
            }
            figures.put(name + "_p50", PulseCost.quantile(millis, 0.5));
            figures.put(name + "_p90", PulseCost.quantile(millis, 0.9));
        } finally {
            painter.destroy();
            painter.waitFor();
        }
    }

    private static void press(Node screen) {
        screen.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "a", "a", KeyCode.A, false, false, false, false));
        screen.fireEvent(new KeyEvent(KeyEvent.KEY_TYPED, "a", "", KeyCode.UNDEFINED, false, false, false, false));
        screen.fireEvent(new KeyEvent(KeyEvent.KEY_RELEASED, "a", "a", KeyCode.A, false, false, false, false));
    }

    /// The colour of the square in what shows now.
    private static int square(StreamModel model) {
        return pixel(model, Painting.SQUARE / 2, Painting.SQUARE / 2);
    }

    private static int pixel(StreamModel model, int x, int y) {
        Frames.Pair pair = model.frames().pair().orElseThrow();
        int at = y * pair.width() + x;
        return (model.frames().showsSecond() ? pair.second() : pair.first()).get(at) & 0xffffff;
    }

    private static void await(java.util.function.BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("The desktop did not come up");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /// Nobody else is there.
    private static final class Nobody implements Driving {
        @Override
        public void take() {}

        @Override
        public void give() {}
    }

    /// A desktop's server with a socket, and whoever paints on it.
    private record Server(Process process, int display, Path socket) implements Connector, AutoCloseable {
        static Server start(Path folder) throws IOException {
            Path socket = folder.resolve("rfb");
            Process process;
            try {
                process = new ProcessBuilder(
                                "Xtigervnc",
                                "-displayfd",
                                "1",
                                "-rfbunixpath",
                                socket.toString(),
                                "-rfbport",
                                "-1",
                                "-SecurityTypes",
                                "None",
                                "-geometry",
                                "1024x768",
                                "-depth",
                                "24",
                                "-ac")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new IOException("This bench needs Xtigervnc: install tigervnc-standalone-server", e);
            }
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String number = out.readLine();
            if (number == null) {
                throw new IOException("Xtigervnc did not start");
            }
            await(() -> Files.exists(socket));
            return new Server(process, Integer.parseInt(number.strip()), socket);
        }

        @Override
        public Line open() throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new Line(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        }

        Process paint(int perSecond, String what) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Painting.class.getName(),
                            String.valueOf(display),
                            String.valueOf(WIDTH),
                            String.valueOf(HEIGHT),
                            String.valueOf(perSecond),
                            what)
                    .inheritIO()
                    .start();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
        }
    }
}
