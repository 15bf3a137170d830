package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.code.ChangeSource;
import dev.slipway.code.ChangesModel;
import dev.slipway.code.ChangesView;
import dev.slipway.code.Shelf;
import dev.slipway.link.Eventually;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.Side;
import dev.slipway.theme.Theme;
import dev.slipway.work.Work;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// 5,000 files, one of them with 50,000 lines: the window's thread is never held for long. What counts is its own
/// time on a processor, as others may want the processors too.
class LargeChangeTest {
    private static final int FILES = 5_000;
    private static final int LINES = 50_000;
    private static final int TRIES = 5;
    /// Milliseconds.
    private static final long GOAL = 300;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @Test
    void aLargeChangeOpensWithoutHoldingUpTheWindow() throws InterruptedException {
        List<Long> held = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            try (Work work = new Work()) {
                held.add(longestHold(work));
            }
        }
        System.out.println("A large change held the window's thread for at most (ms): " + held);
        assertThat(held.stream().min(Long::compare).orElseThrow()).isLessThan(GOAL);
    }

    private static long longestHold(Work work) throws InterruptedException {
        Diff diff = diff();
        ChangesModel model = Shown.onFx(() -> new ChangesModel(
                new Large(diff), new Forgetful(), work, InstantSource.system(), Optional.empty(), true));
        Stage stage = Shown.onFx(() -> {
            Stage made = new Stage();
            Scene scene = new Scene(new ChangesView(model), 1200, 800);
            new Theme().dress(scene);
            made.setScene(scene);
            made.show();
            return made;
        });
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        Thread beat = Thread.ofPlatform().start(() -> {
            long before = Shown.onFx(THREADS::getCurrentThreadCpuTime);
            while (!over.get()) {
                long now = Shown.onFx(THREADS::getCurrentThreadCpuTime);
                longest.accumulateAndGet(now - before, Math::max);
                before = now;
            }
        });
        Platform.runLater(() -> {
            model.want("zz/Large.java", 0);
            model.load();
        });
        Eventually.that(
                "all lines are there",
                Duration.ofSeconds(30),
                () -> Shown.onFx(() -> stage.getScene().getRoot().lookup(".patch") instanceof ListView<?> patch
                        && patch.getItems().size() >= LINES));
        over.set(true);
        beat.join();
        Shown.run(stage::hide);
        return longest.get() / 1_000_000;
    }

    private static Diff diff() {
        List<FileChange> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            String path = "src/part" + i % 97 + "/File" + i + ".java";
            String patch = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new" + i + "\n";
            files.add(
                    new FileChange(path, Optional.empty(), FileChange.Kind.MODIFIED, 1, 1, false, Optional.of(patch)));
        }
        files.add(new FileChange(
                "zz/Large.java", Optional.empty(), FileChange.Kind.ADDED, LINES, 0, false, Optional.empty()));
        return new Diff(
                Optional.empty(), Optional.empty(), new DiffStat(files.size(), FILES + LINES, FILES), files, true);
    }

    private record Large(Diff diff) implements ChangeSource {
        @Override
        public FileContent file(String path, Side side) {
            String text = IntStream.range(0, LINES)
                    .mapToObj(i -> "    int value" + i + " = compute(" + i + "); // line " + i)
                    .collect(Collectors.joining("\n"));
            return new FileContent(path, text.length(), Optional.of(text), Optional.empty());
        }
    }

    private static final class Forgetful implements Shelf {
        @Override
        public Optional<String> read(String what) {
            return Optional.empty();
        }

        @Override
        public void write(String what, String text) {}
    }
}
