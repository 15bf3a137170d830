package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import dev.slipway.link.TestServer;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.navigation.Destination;
import dev.slipway.text.Prose;
import dev.slipway.theme.Theme;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reader does with a transcript: selects and copies, looks for words, folds, looks at pictures, follows links.
class ReadingTest {
    @TempDir
    java.nio.file.Path folder;

    private final TestServer server = new TestServer();
    private final AtomicReference<Wiring> wiring = new AtomicReference<>();
    private final AtomicReference<Scene> scene = new AtomicReference<>();

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @BeforeEach
    void open() {
        Sample.fill(server);
        new Kinds(server);
        Shown.run(() -> {
            Wiring made = new Wiring(server.address(), folder, InstantSource.system(), _ -> {});
            wiring.set(made);
            Stage stage = new Stage();
            Scene shown = new Scene(new StackPane(made.view()), 1200, 820);
            new Theme().dress(shown);
            stage.setScene(shown);
            stage.show();
            scene.set(shown);
        });
    }

    @AfterEach
    void close() {
        Shown.run(() -> {
            wiring.get().close();
            scene.get().getWindow().hide();
        });
        server.close();
    }

    @Test
    void aSelectionReachesAcrossRowsAndSurvivesTheStream() {
        go(new Destination.Session(Sample.BUSY));
        eventually("the stream shows", () -> prose("While these run").isPresent());
        Shown.pulses(3);
        Shown.run(() -> {
            Prose from = prose("Nice. Can the").orElseThrow();
            Prose to = prose("While these run").orElseThrow();
            mouse(MouseEvent.MOUSE_PRESSED, from, from.localToScene(from.getLayoutBounds()), 0, 1);
            Bounds end = to.localToScene(to.getLayoutBounds());
            mouse(MouseEvent.MOUSE_DRAGGED, from, end, 40, 1);
            mouse(MouseEvent.MOUSE_RELEASED, from, end, 40, 1);
        });

        assertThat(copied()).startsWith("Nice. Can the estimate also stand in the basket? Same words, please.");
        assertThat(copied()).contains("totalsMixedTaxRates").contains("While").doesNotContain("without");

        server.journal(Sample.BUSY).stream(new BlockId("txt7"), BlockKind.TEXT, "", " a second clock. And more.");
        eventually("the new words show", () -> prose("And more.").isPresent());
        assertThat(copied()).startsWith("Nice. Can the").contains("While").doesNotContain("without");
        assertThat(Shown.onFx(() -> painted(prose("Nice. Can the").orElseThrow(), "selected-text")))
                .isTrue();

        server.journal(Sample.BUSY).append(new TextWritten(new BlockId("txt7"), "While these run: done.", true));
        eventually("the row is kept", () -> prose("While these run: done.").isPresent());
        assertThat(copied()).startsWith("Nice. Can the").contains("While");
    }

    @Test
    void aDoubleClickSelectsAWordAndEscapeNothing() {
        go(new Destination.Session(Sample.BUSY));
        eventually("the prompt shows", () -> prose("Nice. Can the").isPresent());
        Shown.pulses(3);
        Shown.run(() -> {
            Prose flow = prose("Nice. Can the").orElseThrow();
            mouse(MouseEvent.MOUSE_PRESSED, flow, flow.localToScene(flow.getLayoutBounds()), 50, 2);
        });

        assertThat(copied()).isEqualTo("Can");
        press(KeyCode.ESCAPE);
        assertThat(Shown.onFx(() -> painted(prose("Nice. Can the").orElseThrow(), "selected-text")))
                .isFalse();
    }

    @Test
    void keysGoFromRowToRowAndCopyThem() {
        go(new Destination.Moment(Kinds.SESSION, 2));
        eventually("the prompt shows", () -> prose("Payments get lost").isPresent());
        eventually("it is the current row", () -> copied().startsWith("Payments get lost"));
        press(KeyCode.J);
        press(KeyCode.J);
        assertThat(copied()).startsWith("The webhook is called in one place.");

        assertThat(Shown.onFx(() -> prose("The webhook is called").isPresent())).isFalse();
        press(KeyCode.RIGHT);
        eventually("it is unfolded", () -> prose("The webhook is called").isPresent());
        press(KeyCode.LEFT);
        eventually("it is folded", () -> prose("The webhook is called").isEmpty());

        Shown.run(() -> press(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.M, true, true, false, false)));
        assertThat(clipboard()).startsWith("> The webhook");
    }

    @Test
    void findsWordsAnywhereAndUnfoldsWhatHidesThem() {
        go(new Destination.Session(Kinds.SESSION));
        eventually("the end shows", () -> labels(".tool-summary").contains("./gradlew check"));
        Shown.run(() -> shortcut(KeyCode.F));
        Shown.run(() -> words().setText("attempt 33"));

        eventually("it counts", () -> labels(".find-count").contains("1 of 1"));
        eventually(
                "it shows in the unfolded output",
                () -> prose("attempt 33")
                        .filter(flow -> painted(flow, "found-text-current"))
                        .isPresent());

        Shown.run(() -> words().setText("mail"));
        eventually("it counts", () -> labels(".find-count").stream().anyMatch(text -> text.matches("\\d of [4-9]")));
        String before = labels(".find-count").getFirst();
        Shown.run(() -> words().fireEvent(key(KeyCode.ENTER)));
        assertThat(labels(".find-count").getFirst()).isNotEqualTo(before);
        Shown.run(() -> words().fireEvent(key(KeyCode.ESCAPE)));
        eventually(
                "it is away", () -> !scene.get().getRoot().lookup(".find-bar").isVisible());
    }

    @Test
    void whatWasAppendedWhileLookingIsFoundToo() {
        go(new Destination.Session(Kinds.SESSION));
        eventually("the end shows", () -> labels(".tool-summary").contains("./gradlew check"));
        Shown.run(() -> shortcut(KeyCode.F));
        Shown.run(() -> words().setText("quokka"));
        eventually("nothing is found", () -> labels(".find-count").contains("Not found"));

        server.journal(Kinds.SESSION).append(new TextWritten(new BlockId("q"), "A quokka.", true));

        eventually("it is found", () -> labels(".find-count").contains("1 of 1"));
    }

    @Test
    void aPictureOpensLargeAndAMissingOneSaysSo() {
        go(new Destination.Moment(Kinds.SESSION, 2));
        eventually(
                "the missing one says so",
                () -> labels(".picture-missing").stream()
                        .anyMatch(text -> text.contains("gone.png") && text.contains("does not have it")));
        Button small = Shown.onFx(() -> (Button) scene.get().getRoot().lookupAll(".thumbnail").stream()
                .filter(node -> "back-off.png".equals(node.getAccessibleText()))
                .findFirst()
                .orElseThrow());
        eventually("it can be opened", () -> small.getOnAction() != null);
        Shown.run(small::fire);

        eventually("it shows large", () -> labels(".large-picture-words").contains("back-off.png"));
        Shown.run(() -> scene.get().getRoot().lookup(".large-picture").fireEvent(key(KeyCode.ESCAPE)));
        eventually(
                "it is away",
                () -> !scene.get().getRoot().lookup(".large-picture").isVisible());
        assertThat(Shown.onFx(() -> small.getWidth())).isEqualTo(234);
    }

    @Test
    void whatIsNewSinceTheLastVisitIsMarked() {
        go(new Destination.Session(Sample.BUSY));
        eventually("the stream shows", () -> prose("While these run").isPresent());
        go(new Destination.Home());
        server.journal(Sample.BUSY)
                .append(
                        new TextWritten(new BlockId("n1"), "First news.", true),
                        new TextWritten(new BlockId("n2"), "Second news.", true));
        go(new Destination.Session(Sample.BUSY));

        eventually("it is marked", () -> labels(".divider-words").contains("2 new since you last looked"));
    }

    @Test
    void wordsAreFoundInAllVisitedSessionsAndOpenWhereTheyStand() {
        go(new Destination.Session(Sample.BUSY));
        eventually("the stream shows", () -> prose("While these run").isPresent());
        go(new Destination.Session(Kinds.SESSION));
        eventually("the end shows", () -> labels(".tool-summary").contains("./gradlew check"));
        server.close();

        go(new Destination.Found("gradlew test"));

        eventually("both sessions have it", () -> labels(".search-session").size() == 2);
        Shown.run(() -> {
            Node line = scene.get().getRoot().lookup(".search-excerpt");
            Event.fireEvent(line, event(MouseEvent.MOUSE_CLICKED, line.localToScene(line.getLayoutBounds()), 2, 1));
        });
        assertThat(Shown.onFx(() -> wiring.get().navigator().current())).isInstanceOf(Destination.Moment.class);
        eventually(
                "it shows there",
                () -> labels(".tool-summary").stream().anyMatch(text -> text.contains("gradlew test")));
    }

    @Test
    void aPlaceInAFileLeadsToTheChanges() {
        go(new Destination.Moment(Kinds.SESSION, 2));
        eventually("the place shows", () -> scene.get().getRoot().lookup(".place-link") != null);
        Shown.run(() -> {
            Node place = scene.get().getRoot().lookup(".place-link");
            Event.fireEvent(place, event(MouseEvent.MOUSE_CLICKED, place.localToScene(place.getLayoutBounds()), 2, 1));
        });

        assertThat(Shown.onFx(() -> wiring.get().navigator().current()))
                .isEqualTo(new Destination.FileLine(Kinds.SESSION, "src/main/java/pay/Webhook.java", 42));
    }

    private void go(Destination place) {
        Shown.run(() -> wiring.get().navigator().go(place));
    }

    private String copied() {
        Shown.run(() -> press(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.C, false, true, false, false)));
        return clipboard();
    }

    private static String clipboard() {
        return Shown.onFx(() -> String.valueOf(Clipboard.getSystemClipboard().getString()));
    }

    private void press(KeyCode code) {
        Shown.run(() -> press(key(code)));
    }

    private void press(KeyEvent event) {
        scene.get().getRoot().lookup(".transcript-list").fireEvent(event);
    }

    private void shortcut(KeyCode code) {
        scene.get()
                .getRoot()
                .getChildrenUnmodifiable()
                .getFirst()
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false));
    }

    private static KeyEvent key(KeyCode code) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false);
    }

    private static void mouse(EventType<MouseEvent> type, Node target, Bounds at, double right, int clicks) {
        Event.fireEvent(target, event(type, at, right, clicks));
    }

    private static MouseEvent event(EventType<MouseEvent> type, Bounds at, double right, int clicks) {
        double x = at.getMinX() + right;
        double y = at.getMinY() + 8;
        return new MouseEvent(
                type,
                x,
                y,
                x,
                y,
                MouseButton.PRIMARY,
                clicks,
                false,
                false,
                false,
                false,
                type != MouseEvent.MOUSE_RELEASED,
                false,
                false,
                false,
                false,
                true,
                null);
    }

    private TextField words() {
        return (TextField) scene.get().getRoot().lookup(".find-words");
    }

    private Optional<Prose> prose(String words) {
        return fx(() -> Prose.within(scene.get().getRoot()).stream()
                .filter(flow -> flow.string().contains(words))
                .findFirst());
    }

    private static boolean painted(Prose flow, String style) {
        return flow.getChildrenUnmodifiable().stream()
                .anyMatch(node -> node instanceof Path path
                        && path.getStyleClass().contains(style)
                        && !path.getElements().isEmpty());
    }

    private List<String> labels(String selector) {
        return fx(() -> scene.get().getRoot().lookupAll(selector).stream()
                .filter(node -> node instanceof Label && node.isVisible())
                .map(node -> ((Label) node).getText())
                .toList());
    }

    private static <T> T fx(java.util.concurrent.Callable<T> call) {
        try {
            return javafx.application.Platform.isFxApplicationThread() ? call.call() : Shown.onFx(call);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void eventually(String what, BooleanSupplier condition) {
        Eventually.that(what, condition);
    }
}
