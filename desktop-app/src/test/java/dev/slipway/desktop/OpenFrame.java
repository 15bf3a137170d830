package dev.slipway.desktop;

import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.login.OwnDaemon;
import dev.slipway.notice.Notices;
import dev.slipway.platform.Places;
import dev.slipway.theme.Theme;
import dev.slipway.window.MainWindow;
import dev.slipway.window.QuestionView;
import dev.slipway.work.Work;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.stage.Stage;

/// The whole window in a test, with the servers that are known. Its methods but for [#close] are for the window's
/// thread.
final class OpenFrame implements AutoCloseable {
    private final Work work = new Work();
    private final Stage stage;
    private final Theme theme;
    private final MainWindow window;
    private final QuestionView question;
    private final Servers servers;

    private OpenFrame(Start start, Start.First first, Function<Server, Wiring> opening) {
        stage = new Stage();
        theme = new Theme();
        window = new MainWindow(stage, theme, start.places().settings());
        question = new QuestionView();
        servers = new Servers(window, question, start, work, opening, _ -> {}, (_, _) -> {});
        window.overlay(question);
        window.open();
        servers.begin(first);
    }

    /// Starts as the application does.
    static OpenFrame begin(Path folder, KnownServers known, OwnDaemon local, InstantSource clock) {
        Start start = new Start(
                new Places(folder.resolve("settings"), folder.resolve("data"), Optional.empty()),
                Optional.empty(),
                known,
                local,
                Optional.empty());
        Notices notices = new Notices(clock);
        Function<Server, Wiring> opening =
                server -> new Wiring(server, start.places().data(), clock, _ -> {}, notices);
        Start.First first =
                start.first(opening, CompletableFuture.completedFuture(true)).join();
        return Shown.onFx(() -> new OpenFrame(start, first, opening));
    }

    /// Does what the rail offers for a server, by its words.
    void choose(URI server, String words) {
        servers.choices().about(server).stream()
                .filter(command -> command.text().equals(words))
                .findFirst()
                .orElseThrow()
                .action()
                .run();
    }

    Servers servers() {
        return servers;
    }

    MainWindow window() {
        return window;
    }

    QuestionView question() {
        return question;
    }

    Theme theme() {
        return theme;
    }

    Stage stage() {
        return stage;
    }

    Scene scene() {
        return stage.getScene();
    }

    String title() {
        return stage.getTitle();
    }

    Node rail() {
        return scene().lookup(".rail");
    }

    /// What a screen reader says of a server in the rail; empty when there are not so many.
    String tab(int number) {
        List<Node> tabs = List.copyOf(rail().lookupAll(".rail-tab"));
        return number < tabs.size() ? tabs.get(number).getAccessibleText() : "";
    }

    List<String> texts(String selector) {
        return scene().getRoot().lookupAll(selector).stream()
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText())
                .toList();
    }

    List<String> fields() {
        return scene().getRoot().lookupAll(".text-field").stream()
                .map(node -> ((TextField) node).getText())
                .toList();
    }

    TextField field(String prompt) {
        return scene().getRoot().lookupAll(".text-field").stream()
                .map(TextField.class::cast)
                .filter(field -> prompt.equals(field.getPromptText()))
                .findFirst()
                .orElseThrow();
    }

    Optional<Button> button(String text) {
        return scene().getRoot().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> text.equals(button.getText()) || text.equals(button.getAccessibleText()))
                .findFirst();
    }

    @Override
    public void close() {
        Shown.run(() -> {
            servers.close();
            stage.hide();
        });
        work.close();
    }
}
