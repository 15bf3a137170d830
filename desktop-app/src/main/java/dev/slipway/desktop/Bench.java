package dev.slipway.desktop;

import dev.slipway.flow.RowFlow;
import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.mirror.Mirror;
import dev.slipway.mirror.Replica;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.theme.Theme;
import dev.slipway.transcript.TranscriptModel;
import dev.slipway.transcript.TranscriptView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// Measures the window: how soon it is usable, how soon a session of a million events is open, what a pulse costs
/// while tokens stream, how smoothly transcript and session list scroll, and whether the heap stays flat. Figures are
/// of this computer, with the renderer it has; without a display JavaFX's headless platform stands in.
public final class Bench {
    private static final String START_ONLY = "--start-in";
    private static final Pattern USABLE = Pattern.compile("usable after (\\d+) ms\\D+(\\d+)");
    private static final Server NOBODY = new Server("bench", URI.create("http://127.0.0.1:9"), "none");
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;
    private static final int WARM_UP = 4;
    private static final int FRAMES = 300;
    private static final int JUMPS = 200;
    private static final int SESSIONS = 10_000;

    private final Figures figures = new Figures();
    private final Path folder;
    private final int events;
    private final int runs;

    private Bench(Path folder, int events, int runs) {
        this.folder = folder;
        this.events = events;
        this.runs = runs;
    }

    /// @param args `--json` for programs; `--events N` for a session of another length than 1,000,000 events;
    ///             `--runs N` for another number of starts than 5;
    ///             `--only startup`, `transcript`, `list` or `stream` for a part of it, of which the last is
    ///             measured only if asked for
    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        if (options.contains(START_ONLY)) {
            System.setProperty(FirstFrame.PROPERTY, "exit");
            Training.open(Path.of(options.getLast()));
            System.exit(0);
        }
        Path folder = Files.createTempDirectory("slipway-bench");
        try {
            Bench bench = new Bench(folder, number(options, "--events", 1_000_000), number(options, "--runs", 5));
            bench.figures.putLoad("load_before");
            Optional<String> only = text(options, "--only");
            if (only.orElse("startup").equals("startup")) {
                bench.startup();
            }
            bench.toolkit();
            if (only.orElse("").equals("stream")) {
                new StreamBench(bench.figures, bench.runs, number(options, "--seconds", 8)).run(folder);
            }
            if (only.orElse("transcript").equals("transcript")) {
                bench.transcript();
            }
            if (only.orElse("list").equals("list")) {
                bench.list();
            }
            bench.figures.putLoad("load_after");
            if (options.contains("--json")) {
                System.out.println(
                        bench.figures.json(only.filter("stream"::equals).orElse("desktop")));
            } else {
                bench.figures.lines().forEach(System.out::println);
            }
        } finally {
            delete(folder);
            Platform.exit();
        }
    }

    private static int number(List<String> options, String name, int otherwise) {
        return text(options, name).map(Integer::parseInt).orElse(otherwise);
    }

    private static Optional<String> text(List<String> options, String name) {
        int at = options.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(options.get(at + 1));
    }

    /// Each start is one of its own process, with the flags of this one.
    private void startup() throws IOException {
        Path place = Files.createDirectories(folder.resolve("start"));
        Training.prepare(place);
        List<String> command = commandOfThis();
        command.addAll(List.of(START_ONLY, place.toString()));
        List<Double> millis = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Matcher usable =
                    USABLE.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            if (usable.find()) {
                millis.add(Double.parseDouble(usable.group(1)));
                cpu.add(Double.parseDouble(usable.group(2)));
            }
        }
        if (!millis.isEmpty()) {
            figures.put("startup", millis);
            figures.put("startup_cpu", cpu);
        }
    }

    /// What starts a JVM like this one, up to the arguments of its program.
    private static List<String> commandOfThis() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // It names the options about modules by what they became.
            if (!flag.startsWith("-Djdk.module") && !flag.startsWith("--")) {
                command.add(flag);
            }
        }
        command.addAll(List.of(
                "--enable-native-access=javafx.graphics,javafx.web,ALL-UNNAMED",
                "--add-modules",
                "javafx.controls,javafx.web",
                "--module-path",
                System.getProperty("jdk.module.path"),
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        return command;
    }

    private void toolkit() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Platform.startup(started::countDown);
        started.await();
        Platform.setImplicitExit(false);
    }

    /// A session that is open in a window of its own.
    private record Opened(Mirror mirror, Replica replica, TranscriptModel model, TranscriptView view, Stage stage) {
        static Opened of(Path file, Link link) throws Exception {
            Mirror mirror = new Mirror(file, link);
            Replica replica = mirror.read(LongSession.ID);
            TranscriptModel model = onFx(() -> new TranscriptModel(replica, InstantSource.system(), _ -> {}));
            TranscriptView view = onFx(() -> new TranscriptView(model, _ -> {}, _ -> {}));
            Stage stage = onFx(() -> show(view));
            pulses(2);
            return new Opened(mirror, replica, model, view, stage);
        }

        void close() throws Exception {
            onFx(() -> {
                stage.hide();
                model.close();
                return 0;
            });
            mirror.close();
        }
    }

    private void transcript() throws Exception {
        Path file = folder.resolve("long.db");
        try (Link link = new Link(NOBODY, Backoff.usual(new Random(1)), InstantSource.system())) {
            try (Mirror mirror = new Mirror(file, link)) {
                LongSession.fill(mirror.read(LongSession.ID), events);
            }
            long began = System.nanoTime();
            Duration cpuBegan = cpu();
            Opened first = Opened.of(file, link);
            figures.put("open_1m", millisSince(began));
            figures.put("open_1m_cpu", (double) cpu().minus(cpuBegan).toMillis());
            first.close();
            List<Double> again = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                began = System.nanoTime();
                Opened opened = Opened.of(file, link);
                again.add(millisSince(began));
                opened.close();
            }
            figures.put("open_1m_again", again);
            Opened opened = Opened.of(file, link);
            stream(opened.replica(), opened.stage().getScene());
            scroll(opened.view());
            heap(opened);
            opened.close();
        }
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
                String text = token % 60 == 59 ? "\n\n" : LongSession.WORDS.substring(token % 80, token % 80 + 4);
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
        figures.put("stream_pulses", last.pulses());
        figures.putPulses("stream_pulse", last);
    }

    private void scroll(TranscriptView view) throws Exception {
        RowFlow<?> flow = onFx(() -> (RowFlow<?>) view.lookup(".row-flow"));
        Random random = new Random(7);
        Scene scene = view.getScene();
        figures.putPulses("jump_pulse", frames(scene, JUMPS, () -> flow.moveTo(random.nextInt(events / 2 - 100), 0)));
        onFx(() -> {
            flow.moveTo(events / 4, 0);
            return 0;
        });
        PulseCost cost = frames(scene, FRAMES, () -> flow.scrollBy(-60));
        figures.put("scroll_fps", cost.perSecond());
        figures.putPulses("scroll_pulse", cost);
    }

    private void list() throws Exception {
        Path place = Files.createDirectories(folder.resolve("list"));
        try (Link link = new Link(NOBODY, Backoff.usual(new Random(1)), InstantSource.system());
                Mirror mirror = new Mirror(Wiring.replica(place, NOBODY), link)) {
            mirror.keep(LongSession.sessions(SESSIONS));
        }
        long began = System.nanoTime();
        Wiring wiring = new Wiring(NOBODY, place, InstantSource.system(), _ -> {});
        Stage stage = onFx(() -> show(wiring.view()));
        ListView<?> list = onFx(() -> (ListView<?>) stage.getScene().getRoot().lookup(".session-list"));
        for (int i = 0; i < 200 && onFx(() -> list.getItems().size()) < SESSIONS; i++) {
            pulses(1);
        }
        pulses(2);
        figures.put("list_10k_lines", onFx(() -> list.getItems().size()));
        figures.put("list_10k_open", millisSince(began));
        VirtualFlow<?> flow = onFx(() -> (VirtualFlow<?>) list.lookup(".virtual-flow"));
        PulseCost cost = frames(stage.getScene(), FRAMES, () -> flow.scrollPixels(60));
        figures.put("list_10k_scroll_fps", cost.perSecond());
        figures.putPulses("list_10k_scroll_pulse", cost);
        onFx(() -> {
            stage.hide();
            wiring.close();
            return 0;
        });
    }

    /// Does something in each of so many frames.
    private static PulseCost frames(Scene scene, int count, Runnable step) throws Exception {
        CountDownLatch frames = new CountDownLatch(count);
        AnimationTimer timer = new AnimationTimer() {
            @Override
            public void handle(long now) {
                step.run();
                frames.countDown();
            }
        };
        PulseCost cost = onFx(() -> new PulseCost(scene));
        onFx(() -> {
            timer.start();
            return 0;
        });
        frames.await();
        return onFx(() -> {
            timer.stop();
            return cost.stopped();
        });
    }

    /// An hour of ten rows a second, each streamed in four pieces, as fast as it goes, while the reader follows.
    private void heap(Opened opened) throws Exception {
        onFx(() -> {
            opened.view().jumpToLatest();
            return 0;
        });
        int rows = 36_000;
        Replica replica = opened.replica();
        long seq = replica.last();
        double begun = 0;
        for (int i = 0; i < rows; i++) {
            BlockId block = new BlockId("h" + i);
            for (int piece = 0; piece < 4; piece++) {
                replica.take(List.of(), List.of(new LiveText(block, BlockKind.TEXT, "", piece * 4L, "word")));
            }
            seq++;
            replica.take(
                    List.of(new Envelope(
                            seq, Instant.EPOCH, new SessionEvent.TextWritten(block, LongSession.WORDS, true))),
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

    private static Stage show(Parent content) {
        Stage stage = new Stage();
        Scene scene = new Scene(new StackPane(content), WIDTH, HEIGHT);
        scene.getRoot().getStyleClass().add("window");
        new Theme().dress(scene);
        stage.setScene(scene);
        stage.show();
        return stage;
    }

    static <T> T onFx(Callable<T> call) throws Exception {
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

    static void pulses(int count) throws InterruptedException {
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

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
