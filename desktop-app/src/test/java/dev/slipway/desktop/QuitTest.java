package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.link.Backoff;
import dev.slipway.link.Eventually;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.OwnDaemon;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.theme.Theme;
import dev.slipway.window.MainWindow;
import dev.slipway.window.QuestionView;
import dev.slipway.work.Work;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the daemon on this computer when the window is closed; with the launcher's own daemon.
class QuitTest {
    @TempDir
    Path folder;

    private final Work work = new Work();
    private Optional<Stage> stage = Optional.empty();

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    /// The launcher, with a port of its own and nothing that outlives the daemon.
    @BeforeEach
    void writeLauncher() throws Exception {
        Path script = Files.writeString(launcher(), """
                #!/bin/sh
                export SLIPWAY_LISTEN=127.0.0.1:0 SLIPWAY_KEEP_SANDBOXES=0 SLIPWAY_JAVA_HOME='%s'
                exec '%s' "$@"
                """.formatted(
                        System.getProperty("java.home"), RealDaemon.root().resolve("slipway")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void end() throws Exception {
        Shown.run(() -> stage.ifPresent(Stage::hide));
        work.close();
        launch("down");
    }

    @Test
    void whatTheDesktopStartedItStops() throws Exception {
        Server server = own().start();
        assertThat(own().owned()).isTrue();

        assertThat(quit(own())).succeedsWithin(Duration.ofSeconds(40));

        assertThat(own().running()).isEmpty();
        assertThat(own().owned()).isFalse();
        assertThat(server.token()).isNotEmpty();
    }

    @Test
    void whatRanBeforeIsUsedAndLeftRunning() throws Exception {
        launch("up");

        Server server = own().start();
        assertThat(quit(own())).succeedsWithin(Duration.ofSeconds(20));

        assertThat(own().owned()).isFalse();
        assertThat(own().running()).contains(server);
    }

    @Test
    void whileASessionIsAtWorkThePersonIsAskedOnce() throws Exception {
        Server server = own().start();
        work(server);

        CompletableFuture<Void> ended = quit(own());
        Eventually.that(
                "the question shows",
                () -> Shown.onFx(() -> button("Let it go on").isPresent()));
        Shown.run(() -> {
            ((CheckBox) scene().lookup(".check-box")).setSelected(true);
            button("Let it go on").orElseThrow().fire();
        });

        assertThat(ended).succeedsWithin(Duration.ofSeconds(20));
        assertThat(own().running()).contains(server);
        assertThat(quit(own())).succeedsWithin(Duration.ofSeconds(20));
        assertThat(own().running()).contains(server);
    }

    @Test
    void whoEscapesTheQuestionStays() throws Exception {
        work(own().start());

        CompletableFuture<Void> ended = quit(own());
        Eventually.that(
                "the question shows", () -> Shown.onFx(() -> button("Stop it").isPresent()));
        Shown.run(() -> scene().lookup(".question")
                .fireEvent(new javafx.scene.input.KeyEvent(
                        javafx.scene.input.KeyEvent.KEY_PRESSED,
                        "",
                        "",
                        javafx.scene.input.KeyCode.ESCAPE,
                        false,
                        false,
                        false,
                        false)));

        assertThat(Shown.onFx(() -> stage.orElseThrow().isShowing())).isTrue();
        assertThat(ended).isNotDone();
    }

    @Test
    void aDaemonThatDoesNotStartSaysWhy() throws Exception {
        Files.createDirectories(home());
        Files.writeString(home().resolve("config.yml"), "sandbox: {memory_mb: plenty}\n");

        assertThatThrownBy(() -> own().start()).isInstanceOfSatisfying(ProblemException.class, failure -> {
            assertThat(failure.problem().title()).isEqualTo("The server on this computer did not start");
            assertThat(failure.problem().detail())
                    .startsWith("The configuration can't be understood.")
                    .contains("memory_mb", "logs/daemon.out")
                    .doesNotContain("\u001b");
            assertThat(failure.problem().remedy())
                    .hasValueSatisfying(what -> assertThat(what).startsWith("Correct the line"));
        });
    }

    @Test
    void theServerThatTheWindowShowedLastIsStartedAgainWithIt() throws Exception {
        KnownServers known = new KnownServers(folder.resolve("settings"));
        known.rememberLocal(own().start());
        own().stop();

        try (OpenFrame frame = OpenFrame.begin(folder, known, own(), InstantSource.system())) {
            Eventually.that(
                    "its link stands",
                    Duration.ofSeconds(60),
                    () -> Shown.onFx(() -> frame.texts(".link-state").contains("Connected")));
        }
        assertThat(own().owned()).isTrue();
        assertThat(known.all()).hasSize(1);
    }

    @Test
    void onThisComputerIsOneClickAway() {
        KnownServers known = new KnownServers(folder.resolve("settings"));

        try (OpenFrame frame = OpenFrame.begin(folder, known, own(), InstantSource.system())) {
            Shown.run(() -> ((Button) frame.scene().lookup(".primary-choice")).fire());
            Eventually.that(
                    "its link stands",
                    Duration.ofSeconds(60),
                    () -> Shown.onFx(() -> frame.texts(".link-state").contains("Connected")));
            assertThat(Shown.onFx(() -> frame.texts(".link-server"))).containsExactly("This computer");
        }
    }

    @Test
    void theEndOfTheLoginStopsItToo() throws Exception {
        own().start();
        MainWindow window = Shown.onFx(() -> new MainWindow(new Stage(), new Theme(), folder.resolve("settings")));

        new Quit(own(), work, window, Shown.onFx(QuestionView::new), () -> {}, () -> {}).unasked();

        assertThat(own().running()).isEmpty();
    }

    private OwnDaemon own() {
        return new OwnDaemon(new LocalDaemon(home(), Optional.of(launcher())), folder.resolve("settings"));
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path launcher() {
        return folder.resolve("launcher");
    }

    private void launch(String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(launcher().toString(), command, "--json")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("launcher.out").toFile());
        builder.environment().put("SLIPWAY_HOME", home().toString());
        assertThat(builder.start().waitFor(3, TimeUnit.MINUTES)).isTrue();
    }

    /// A session whose program goes on for minutes.
    private void work(Server server) throws Exception {
        Path rehearsals = Files.createDirectories(home().resolve("rehearsals"));
        try (InputStream script = RealDaemon.class.getResourceAsStream("rehearsal.yaml")) {
            Files.copy(Objects.requireNonNull(script), rehearsals.resolve("window.yaml"));
        }
        try (Link link = new Link(server, Backoff.usual(new Random(1)), InstantSource.system())) {
            link.call(
                    RepositoryCalls.ADD,
                    Map.of(),
                    new RepositoryCalls.NewRepository(
                            Optional.of(new RepositoryId("empty")), Optional.empty(), Optional.empty()));
            link.call(
                    SessionCalls.CREATE,
                    Map.of(),
                    new SessionCalls.NewSession(
                            new RepositoryId("empty"),
                            Optional.empty(),
                            Optional.of(RealDaemon.MODEL),
                            Optional.of("Please wait"),
                            List.of(),
                            Optional.empty()));
        }
        Eventually.that("it is at work", () -> own().atWork() == 1);
    }

    /// Closes the window as a person does; completes once the application would end.
    private CompletableFuture<Void> quit(OwnDaemon daemon) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Shown.run(() -> {
            Stage made = new Stage();
            stage = Optional.of(made);
            MainWindow window = new MainWindow(made, new Theme(), folder.resolve("settings"));
            QuestionView question = new QuestionView();
            window.overlay(question);
            Quit quit = new Quit(daemon, work, window, question, () -> {}, () -> ended.complete(null));
            window.onClose(quit::ask);
            window.open();
            made.fireEvent(new javafx.stage.WindowEvent(made, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));
        });
        return ended;
    }

    private javafx.scene.Scene scene() {
        return stage.orElseThrow().getScene();
    }

    private Optional<Button> button(String text) {
        return scene().getRoot().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> text.equals(button.getText()))
                .findFirst();
    }
}
