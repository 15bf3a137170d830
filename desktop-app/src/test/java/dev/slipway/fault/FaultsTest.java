package dev.slipway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.desktop.Shown;
import dev.slipway.link.Eventually;
import dev.slipway.model.problem.Problem;
import dev.slipway.notice.Notices;
import dev.slipway.notice.ToastsView;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class FaultsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-07-01T10:00:00Z"));

    private final Thread.@Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final Notices notices = new Notices(CLOCK);
    private final Faults faults =
            new Faults(notices, CLOCK, () -> List.of("Place: /settings"), () -> List.of("the-servers-token"));
    private final Work work = new Work();
    private final Stage stage = Shown.onFx(Stage::new);
    private final Scene scene = new Scene(new StackPane(), 800, 600);

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
        Words.speak(Locale.ENGLISH);
    }

    @BeforeEach
    void open() {
        faults.install();
        Shown.run(() -> {
            scene.setRoot(new StackPane(new ToastsView(notices, () -> {})));
            stage.setScene(scene);
            stage.show();
        });
    }

    @AfterEach
    void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        Logger root = Logger.getLogger("");
        List.of(root.getHandlers()).stream().filter(RecentLog.class::isInstance).forEach(root::removeHandler);
        work.close();
        Shown.run(stage::hide);
    }

    /// Wherever something unforeseen may happen.
    enum Where {
        WINDOW_THREAD,
        OWN_THREAD,
        VIRTUAL_THREAD,
        BACKGROUND_WITHOUT_AN_OUTCOME,
        BACKGROUND_IN_ORDER,
        BACKGROUND,
        AFTER_BACKGROUND
    }

    @ParameterizedTest
    @EnumSource
    void whateverFailsShowsAToastWithAReport(Where where) {
        fail(where, () -> {
            throw new IllegalStateException("There is no row 12");
        });

        awaitText("Something went wrong in Slipway");
        Shown.run(() -> ((Button) scene.lookup(".toast-action")).fire());

        String report = Shown.onFx(() -> Clipboard.getSystemClipboard().getString());
        assertThat(report)
                .contains(
                        "When: 2026-07-01T10:00:00Z",
                        "Java: " + System.getProperty("java.version"),
                        "JavaFX 26",
                        System.getProperty("os.name"),
                        "Place: /settings",
                        "IllegalStateException: There is no row 12",
                        "FaultsTest");
        awaitText("Report copied");
    }

    @Test
    void theReportHasTheLastLinesOfTheLogAndNoSecrets() {
        LoggerFactory.getLogger("test").warn("connecting with {} and password={}", "the-servers-token", "hunter2");
        RuntimeException fault = new RuntimeException("GET https://ada:hunter2@example.org failed");

        String report = faults.report(Thread.currentThread(), fault, CLOCK.instant());

        assertThat(report)
                .contains("connecting with [redacted] and password=[redacted]", "https://[redacted]@example.org")
                .doesNotContain("hunter2", "the-servers-token");
    }

    @Test
    void aFailureThatExplainsItselfShowsItsOwnWords() {
        fail(Where.BACKGROUND_WITHOUT_AN_OUTCOME, () -> {
            throw Problem.forbidden("not-yours", "It is not yours", "Ada began this session.")
                    .withRemedy("Ask Ada.")
                    .toException();
        });

        awaitText("It is not yours");
        assertThat(texts()).contains("Ada began this session.\nAsk Ada.");
    }

    @Test
    void aServerThatCannotBeReachedIsNotToldTwice() {
        Problem away = Problem.unavailable("server-unreachable", "The server can't be reached", "");
        fail(Where.OWN_THREAD, () -> {
            throw away.toException();
        });
        fail(Where.OWN_THREAD, () -> {
            throw Problem.conflict("other", "Another", "").toException();
        });

        awaitText("Another");
        assertThat(texts()).doesNotContain("The server can't be reached");
    }

    @Test
    void aFaultOfEveryFrameIsOneToast() {
        RuntimeException fault = new IllegalStateException("in every frame");
        for (int i = 0; i < 200; i++) {
            faults.uncaughtException(Thread.currentThread(), fault);
        }

        awaitText("Something went wrong in Slipway");
        Shown.pulses(2);
        assertThat(Shown.onFx(() -> scene.getRoot().lookupAll(".toast").size())).isEqualTo(1);
        assertThat(texts()).noneMatch(text -> text.endsWith("times"));
    }

    private void fail(Where where, Runnable failure) {
        switch (where) {
            case WINDOW_THREAD -> Platform.runLater(failure);
            case OWN_THREAD -> start(Thread.ofPlatform().factory(), failure);
            case VIRTUAL_THREAD -> start(Thread.ofVirtual().factory(), failure);
            case BACKGROUND_WITHOUT_AN_OUTCOME -> work.start(failure);
            case BACKGROUND_IN_ORDER -> work.inOrder(failure);
            case BACKGROUND -> {
                AtomicReference<Problem> shown = new AtomicReference<>();
                work.start(
                        () -> {
                            failure.run();
                            return "";
                        },
                        _ -> {},
                        shown::set);
                Eventually.that("the view hears of it, too", () -> shown.get() != null);
            }
            case AFTER_BACKGROUND -> work.start(() -> "", _ -> failure.run(), _ -> {});
        }
    }

    private static void start(ThreadFactory factory, Runnable failure) {
        factory.newThread(failure).start();
    }

    private void awaitText(String text) {
        Eventually.that("\"" + text + "\" shows", () -> texts().contains(text));
    }

    private List<String> texts() {
        return Shown.onFx(() -> scene.getRoot().lookupAll(".label").stream()
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText())
                .toList());
    }
}
