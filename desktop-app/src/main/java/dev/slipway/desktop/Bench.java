package dev.slipway.desktop;

import dev.slipway.flow.RowFlow;
import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.mirror.Mirror;
import dev.slipway.mirror.Replica;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.TurnId;
import dev.slipway.theme.Theme;
import dev.slipway.transcript.TranscriptModel;
import dev.slipway.transcript.TranscriptView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// Measures the window: how soon it is usable, how soon a session of a million events is open, what a pulse costs
/// while
/// tokens stream, how smoothly it scrolls, and whether the heap stays flat. Figures are of this computer, with the
/// renderer it has; without a display JavaFX's headless platform stands in.
public final class Bench {
    private static final SessionId LONG = SessionId.of(1, 1);
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;
    private static final int BATCH = 2_000;
    private static final int WARM_UP = 4;
    private static final int FRAMES = 300;
    private static final String WORDS =
            "The basket builds its lines in `BasketView`, so the **same** rule can be shown there. ";

    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Path folder;
    private final int events;

    private Bench(Path folder, int events) {
        this.folder = folder;
        this.events = events;
    }

    /// @param args `--json` for programs; `--events N` for a session of another length than 1,000,000 events
    public static void main(String[] args) throws Exception {
        long beforeToolkit = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis())
                .orElse(0L);
        List<String> options = List.of(args);
        int at = options.indexOf("--events");
        Path folder = Files.createTempDirectory("slipway-bench");
        try {
            Bench bench = new Bench(folder, at < 0 ? 1_000_000 : Integer.parseInt(options.get(at + 1)));
            bench.startup(beforeToolkit);
            bench.transcript();
            bench.print(options.contains("--json"));
        } finally {
            delete(folder);
            Platform.exit();
        }
    }

    private void startup(long beforeToolkit) throws Exception {
        long began = System.nanoTime();
        CountDownLatch started = new CountDownLatch(1);
        Platform.startup(started::countDown);
        started.await();
        Platform.setImplicitExit(false);
        Server nobody = new Server("bench", URI.create("http://127.0.0.1:9"), "none");
        Wiring wiring = onFx(() -> new Wiring(nobody, folder, InstantSource.system(), _ -> {}));
        Stage stage = onFx(() -> show(wiring.view()));
        pulses(2);
        figures.put("startup", beforeToolkit + millisSince(began));
        onFx(() -> {
            stage.hide();
            wiring.close();
            return 0;
        });
    }

    private void transcript() throws Exception {
        Server nobody = new Server("bench", URI.create("http://127.0.0.1:9"), "none");
        try (Link link = new Link(nobody, Backoff.usual(new Random(1)), InstantSource.system())) {
            try (Mirror mirror = new Mirror(folder.resolve("long.db"), link)) {
                fill(mirror.read(LONG));
            }
            long began = System.nanoTime();
            Mirror mirror = new Mirror(folder.resolve("long.db"), link);
            Replica replica = mirror.read(LONG);
            TranscriptModel model = onFx(() -> new TranscriptModel(replica, InstantSource.system(), _ -> {}));
            TranscriptView view = onFx(() -> new TranscriptView(model, _ -> {}, _ -> {}));
            Stage stage = onFx(() -> show(view));
            pulses(2);
            figures.put("open_1m", millisSince(began));
            stream(replica, stage.getScene());
            scroll(view);
            heap(replica);
            onFx(() -> {
                stage.hide();
                model.close();
                return 0;
            });
            mirror.close();
        }
    }

    private void fill(Replica replica) {
        List<Envelope> batch = new ArrayList<>();
        for (long seq = 1; seq <= events; seq++) {
            batch.add(new Envelope(seq, Instant.EPOCH.plusMillis(seq), event(seq)));
            if (batch.size() == BATCH || seq == events) {
                replica.take(batch, List.of());
                batch.clear();
            }
        }
    }

    private static SessionEvent event(long seq) {
        String call = "c" + seq / 4;
        return switch ((int) (seq % 4)) {
            case 0 ->
                new SessionEvent.ToolCallRequested(
                        new BlockId("a" + seq), new TurnId(1), call, "shell", "{}", Effect.EXECUTES, "./gradlew test");
            case 1 -> new SessionEvent.ToolCallStarted(call);
            case 2 ->
                new SessionEvent.ToolCallCompleted(
                        new BlockId("o" + seq),
                        call,
                        SessionEvent.ToolCallCompleted.Outcome.SUCCEEDED,
                        "BUILD SUCCESSFUL in 2s",
                        List.of(),
                        Optional.empty(),
                        Optional.of(0),
                        Duration.ofMillis(2_100));
            default -> new SessionEvent.TextWritten(new BlockId("t" + seq), WORDS.repeat(1 + (int) (seq % 5)), true);
        };
    }

    /// 1,000 tokens a second for ten seconds, after a few that warm up the JVM; each second a row ends the text.
    private void stream(Replica replica, Scene scene) throws Exception {
        long seq = replica.last();
        long next = System.nanoTime();
        PulseCost cost = onFx(() -> new PulseCost(scene));
        for (int second = 0; second < WARM_UP + 10; second++) {
            if (second == WARM_UP) {
                onFx(cost::stopped);
                cost = onFx(() -> new PulseCost(scene));
            }
            BlockId block = new BlockId("s" + second);
            StringBuilder whole = new StringBuilder();
            for (int token = 0; token < 1_000; token++) {
                String text = token % 60 == 59 ? "\n\n" : WORDS.substring(token % 80, token % 80 + 4);
                replica.take(List.of(), List.of(new LiveText(block, BlockKind.TEXT, "", whole.length(), text)));
                whole.append(text);
                next += 1_000_000;
                LockSupport.parkNanos(next - System.nanoTime());
            }
            seq++;
            replica.take(
                    List.of(new Envelope(
                            seq, Instant.EPOCH, new SessionEvent.TextWritten(block, whole.toString(), true))),
                    List.of());
        }
        PulseCost last = onFx(cost::stopped);
        figures.put("stream_pulses", (double) last.pulses());
        figures.put("stream_pulse_p50", last.millis(0.5));
        figures.put("stream_pulse_p99", last.millis(0.99));
        figures.put("stream_pulse_cpu_p50", last.cpuMillis(0.5));
        figures.put("stream_pulse_cpu_p99", last.cpuMillis(0.99));
    }

    private void scroll(TranscriptView view) throws Exception {
        RowFlow<?> flow = onFx(() -> (RowFlow<?>) view.lookup(".row-flow"));
        onFx(() -> {
            flow.moveTo(events / 4, 0);
            return 0;
        });
        CountDownLatch frames = new CountDownLatch(FRAMES);
        AnimationTimer timer = new AnimationTimer() {
            @Override
            public void handle(long now) {
                flow.scrollBy(-60);
                frames.countDown();
            }
        };
        PulseCost cost = onFx(() -> new PulseCost(view.getScene()));
        onFx(() -> {
            timer.start();
            return 0;
        });
        frames.await();
        onFx(() -> {
            timer.stop();
            return cost.stopped();
        });
        figures.put("scroll_fps", cost.perSecond());
        figures.put("scroll_pulse_p50", cost.millis(0.5));
        figures.put("scroll_pulse_p99", cost.millis(0.99));
        figures.put("scroll_pulse_cpu_p50", cost.cpuMillis(0.5));
        figures.put("scroll_pulse_cpu_p99", cost.cpuMillis(0.99));
    }

    /// An hour of ten rows a second, each streamed in four pieces, as fast as it goes.
    private void heap(Replica replica) throws Exception {
        int rows = 36_000;
        long seq = replica.last();
        double begun = 0;
        for (int i = 0; i < rows; i++) {
            BlockId block = new BlockId("h" + i);
            for (int piece = 0; piece < 4; piece++) {
                replica.take(List.of(), List.of(new LiveText(block, BlockKind.TEXT, "", piece * 4L, "word")));
            }
            seq++;
            replica.take(
                    List.of(new Envelope(seq, Instant.EPOCH, new SessionEvent.TextWritten(block, WORDS, true))),
                    List.of());
            if (i % 100 == 0) {
                pulses(1);
            }
            if (i == rows / 10) {
                begun = usedMegabytes();
            }
        }
        figures.put("heap_growth", (usedMegabytes() - begun) / 0.9);
        figures.put("heap_used", usedMegabytes());
    }

    private static double usedMegabytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            pulses(2);
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    private void print(boolean json) {
        if (json) {
            List<String> parts = figures.entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "\"%s\":%.1f", entry.getKey(), entry.getValue()))
                    .toList();
            System.out.println("{\"desktop\":{" + String.join(",", parts) + "}}");
            return;
        }
        Map<String, String> meanings = Map.of(
                "startup", "ms from the process's start to the first usable frame (goal 2,000)",
                "open_1m", "ms to open a session of 1,000,000 events (goal 1,000)",
                "stream_pulse_p50", "ms of the window's thread in a pulse at 1,000 tokens/s, median",
                "stream_pulse_p99", "the same, 99th percentile (goal 8)",
                "scroll_fps", "frames a second while scrolling (goal 60)",
                "heap_growth", "MB an hour of streaming adds (goal 0)",
                "heap_used", "MB in use after it");
        figures.forEach((name, value) ->
                System.out.printf(Locale.ROOT, "%-18s %10.1f  %s%n", name, value, meanings.getOrDefault(name, "")));
    }

    private static Stage show(javafx.scene.Parent content) {
        Stage stage = new Stage();
        Scene scene = new Scene(new StackPane(content), WIDTH, HEIGHT);
        scene.getRoot().getStyleClass().add("window");
        new Theme().dress(scene);
        stage.setScene(scene);
        stage.show();
        return stage;
    }

    private static <T> T onFx(Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get();
    }

    private static void pulses(int count) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(count);
        Platform.runLater(() -> new AnimationTimer() {
            @Override
            public void handle(long now) {
                passed.countDown();
                if (passed.getCount() == 0) {
                    stop();
                }
            }
        }.start());
        passed.await();
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
