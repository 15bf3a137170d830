package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.TestServer;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.collections.FXCollections;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodTextRun;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// The composer's keys, lists, files and queue, on a server that does as a test wants.
class ComposerTest {
    @TempDir
    Path folder;

    private final TestServer server = new TestServer();
    private final List<SessionCalls.NewPrompt> prompts = new CopyOnWriteArrayList<>();
    private final List<SessionCalls.PromptChange> changes = new CopyOnWriteArrayList<>();
    private Optional<OpenWindow> open = Optional.empty();

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @BeforeEach
    void open() {
        Sample.fill(server);
        server.answer(SessionCalls.PROMPT, (_, prompt) -> {
            prompts.add(prompt);
            return Sample.prompt(prompt.id().orElseThrow().value(), Sample.ADA, prompt.text());
        });
        server.answer(SessionCalls.CHANGE_PROMPT, (_, change) -> {
            changes.add(change);
            return Sample.prompt("p3", Sample.ADA, change.text().orElse(""));
        });
        server.answer(SessionCalls.STOP, (_, _) -> new SessionCalls.Stopped(true, List.of()));
        OpenWindow window = new OpenWindow(server.address(), folder);
        open = Optional.of(window);
        window.go(new Destination.Session(Sample.BUSY));
        window.eventually("the queue shows", () -> window.texts(".queue-title").contains("Waiting (2)"));
        window.eventually("it is connected", () -> window.texts(".link-state").contains("Connected"));
    }

    @AfterEach
    void close() {
        open.ifPresent(OpenWindow::close);
        server.close();
    }

    private OpenWindow window() {
        return open.orElseThrow();
    }

    @Test
    void aFileIsChosenByAFewLettersAndCanBeUndone() {
        window().write(".composer-text", "Look at @clock");
        window().eventually("files are offered", () -> !suggestions().isEmpty());
        window().key(KeyCode.ENTER);

        assertThat(written()).isEqualTo("Look at @src/main/java/shop/stock/WarehouseClock.java ");
        assertThat(prompts).isEmpty();
        assertThat(window().shows(".suggestions")).isFalse();

        Shown.run(() -> field().undo());
        assertThat(written()).isEqualTo("Look at @clock");
        Shown.run(() -> field().redo());
        assertThat(written()).isEqualTo("Look at @src/main/java/shop/stock/WarehouseClock.java ");
    }

    @Test
    void escapeClosesTheListAndLeavesTheText() {
        window().write(".composer-text", "Look at @ware");
        window().eventually("files are offered", () -> !suggestions().isEmpty());
        window().key(KeyCode.ESCAPE);

        assertThat(window().shows(".suggestions")).isFalse();
        assertThat(written()).isEqualTo("Look at @ware");
        Shown.run(() -> field().appendText("h"));
        Shown.pulses(3);
        assertThat(window().shows(".suggestions"))
                .as("the same word stays closed")
                .isFalse();
    }

    @Test
    void aCommandOfTheRepositoryIsWrittenAndOneOfTheWindowIsDone() {
        window().write(".composer-text", "/fi");
        window().eventually("it is offered", () -> suggestions().contains("/fix ISSUE"));
        window().key(KeyCode.TAB);
        assertThat(written()).isEqualTo("/fix ");
        Shown.run(() -> field().appendText("12"));
        window().key(KeyCode.ENTER);
        window().eventually("it is sent", () -> prompts.size() == 1);
        assertThat(prompts.getFirst().text()).isEqualTo("/fix 12");

        window().write(".composer-text", "/new");
        window().eventually("it is offered", () -> suggestions().contains("/new"));
        window().key(KeyCode.ENTER);
        assertThat(window().place()).isEqualTo(new Destination.NewSession());
        assertThat(prompts).hasSize(1);
    }

    @Test
    void aVeryLongTextIsPastedAsAFileAtOnce() {
        String log = "a line of a log\n".repeat(65_536);
        long begun = System.nanoTime();
        Shown.run(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(log);
            Clipboard.getSystemClipboard().setContent(content);
            field().requestFocus();
            field().paste();
        });
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(written()).isEmpty();
        assertThat(window().texts(".attachment-name")).containsExactly("pasted text 1.txt");
        assertThat(window().texts(".attachment-size")).containsExactly("1.0 MiB");
        assertThat(took).isLessThan(Duration.ofSeconds(2));

        window().key(KeyCode.ENTER);
        window().eventually("it is sent", () -> prompts.size() == 1);
        assertThat(prompts.getFirst().attachments().getFirst().mediaType()).isEqualTo("text/plain");
        assertThat(window().shows(".attachment-chip")).isFalse();
    }

    @Test
    void aPastedTextCanStandInTheTextAfterAll() {
        String words = "forty thousand words ".repeat(2_000);
        Shown.run(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(words);
            Clipboard.getSystemClipboard().setContent(content);
            field().requestFocus();
            field().paste();
        });
        window().press("Write it into the text after all");

        assertThat(written()).isEqualTo(words);
        assertThat(window().shows(".attachment-chip")).isFalse();
    }

    @Test
    void helpListsAllCommands() {
        window().write(".composer-text", "/help");
        window().key(KeyCode.ENTER);

        window().eventually(
                        "all are listed",
                        () -> suggestions().contains("/stop") && suggestions().contains("/review"));
        assertThat(written()).isEqualTo("/");
    }

    @Test
    void whatTheServerWouldNotTakeIsSaidBeforeItIsSent() throws Exception {
        Path large = Files.write(folder.resolve("large.bin"), new byte[(10 << 20) + 1]);
        Path small = Files.writeString(folder.resolve("small.txt"), "small");
        Shown.run(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putFiles(List.of(large.toFile(), small.toFile()));
            Clipboard.getSystemClipboard().setContent(content);
            field().paste();
        });

        window().eventually(
                        "the small one goes along",
                        () -> window().texts(".attachment-name").contains("small.txt"));
        window().eventually(
                        "what is wrong with the large one is said",
                        () -> window().texts(".problem-title").equals(List.of("This file is too large to attach"))
                                && window().allText().contains("10 MiB are possible"));
    }

    @Test
    void draftsOfSessionsKeepTheirFilesApart() throws Exception {
        Path small = Files.writeString(folder.resolve("small.txt"), "small");
        window().write(".composer-text", "mine");
        Shown.run(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putFiles(List.of(small.toFile()));
            Clipboard.getSystemClipboard().setContent(content);
            field().paste();
        });
        window().eventually("it is attached", () -> window().shows(".attachment-chip"));

        window().go(new Destination.Session(Sample.id(2)));
        window().eventually("another draft shows", () -> written().isEmpty());
        assertThat(window().shows(".attachment-chip")).isFalse();
        window().close();
        open = Optional.of(new OpenWindow(server.address(), folder));
        window().go(new Destination.Session(Sample.BUSY));

        window().eventually("the draft is back", () -> written().equals("mine"));
        assertThat(window().texts(".attachment-name")).containsExactly("small.txt");
    }

    @Test
    void anInputMethodKeepsItsEnter() {
        Shown.run(() -> {
            field().requestFocus();
            field().fireEvent(composed("ni", ""));
        });
        window().key(KeyCode.ENTER);
        assertThat(prompts).isEmpty();

        Shown.run(() -> field().fireEvent(composed("", "\u4f60")));
        window().key(KeyCode.ENTER);
        window().eventually("it is sent", () -> prompts.size() == 1);
        assertThat(prompts.getFirst().text()).isEqualTo("\u4f60");
    }

    @Test
    void enterBeginsALineForWhoWantsThat() {
        Shown.run(() -> window().wiring().habits().enterSends().set(false));
        window().write(".composer-text", "one");
        window().key(KeyCode.ENTER);
        assertThat(written()).isEqualTo("one\n");

        Shown.run(() -> field().appendText("two"));
        window().key(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);
        window().eventually("it is sent", () -> prompts.size() == 1);
        assertThat(prompts.getFirst().text()).isEqualTo("one\ntwo");
    }

    @Test
    void theFieldGrowsToAThirdOfTheWindow() {
        double one = window().ask(() -> field().getHeight());
        Shown.run(() -> field().setText("line\n".repeat(100)));
        Shown.pulses(3);

        double many = window().ask(() -> field().getHeight());
        assertThat(many).isGreaterThan(one * 4).isLessThanOrEqualTo(800 / 3.0);
        assertThat(one).isLessThan(50);
    }

    @Test
    void oldPromptsAreFoundAgain() {
        window().write(".composer-text", "changelog");
        window().key(KeyCode.R, KeyCombination.SHORTCUT_DOWN);
        window().eventually("it is offered", () -> suggestions().contains("And add a line to the changelog."));
        window().key(KeyCode.ENTER);

        assertThat(written()).isEqualTo("And add a line to the changelog.");
        assertThat(prompts).isEmpty();
    }

    @Test
    void typingIsToldOnceInTwoSeconds() {
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            Shown.run(() -> field().appendText("x"));
        }
        long took = System.nanoTime() - begun;
        window().eventually("it is told", () -> typed() > 0);
        Shown.pulses(20);

        assertThat(typed()).isBetween(1L, 1 + took / Duration.ofSeconds(2).toNanos());
    }

    @Test
    void anUntouchedDraftTellsNobodyThatSomeoneTypes() {
        window().write(".composer-text", "half");
        window().eventually("it is told", () -> typed() == 1);
        window().go(new Destination.Home());
        server.received().clear();
        window().go(new Destination.Session(Sample.BUSY));
        window().eventually("the draft is back", () -> written().equals("half"));
        Shown.pulses(10);

        assertThat(typed()).isZero();
    }

    @Test
    void aRowIsDraggedToItsPlace() {
        FxRobot robot = new FxRobot();
        robot.targetWindow(window().scene().getWindow());
        Node second = row("And add a line");
        Shown.run(() -> ((Stage) second.getScene().getWindow()).toFront());
        Shown.pulses(2);
        Bounds first = window().ask(() ->
                row("When that is done").localToScreen(row("When that is done").getBoundsInLocal()));
        robot.moveTo(second).press(MouseButton.PRIMARY);
        window().eventually("the row is pressed", second::isPressed);
        robot.moveBy(0, -10).moveTo(first.getCenterX(), first.getMinY() + 3);
        window().eventually("its new place is shown", () -> window().shows(".queue-mark"));
        robot.release(MouseButton.PRIMARY);

        window().eventually("it is moved", () -> !changes.isEmpty());
        assertThat(changes.getFirst().position()).contains(0);
        assertThat(window().shows(".queue-mark")).isFalse();
    }

    @Test
    void aRowDroppedWhereItWasStays() {
        FxRobot robot = new FxRobot();
        robot.targetWindow(window().scene().getWindow());
        robot.moveTo(row("And add a line"))
                .press(MouseButton.PRIMARY)
                .moveBy(0, 9)
                .moveBy(0, -4)
                .release(MouseButton.PRIMARY);
        Shown.pulses(5);

        assertThat(changes).isEmpty();
    }

    @Test
    void theQueueIsWorkedByKeys() {
        Shown.run(() -> row("And add a line").requestFocus());
        window().key(KeyCode.UP, KeyCombination.ALT_DOWN);
        window().eventually("it is moved", () -> changes.size() == 1);
        assertThat(changes.getFirst().position()).contains(0);

        window().key(KeyCode.ENTER);
        window().write(".queue-field", "And two lines to the changelog.");
        window().key(KeyCode.ENTER);
        window().eventually("it is changed", () -> changes.size() == 2);
        assertThat(changes.get(1).text()).contains("And two lines to the changelog.");
        assertThat(changes.get(1).seen()).contains("And add a line to the changelog.");
    }

    @Test
    void aWaitingPromptIsInsertedNow() {
        window().press("Insert at the agent's next step");

        window().eventually("it is", () -> !changes.isEmpty());
        assertThat(changes.getFirst().mode()).contains(PromptMode.INSERT);
    }

    @Test
    void whoEditsSeesThatSomebodyElseDid() {
        server.answer(SessionCalls.CHANGE_PROMPT, (_, change) -> {
            changes.add(change);
            if (!change.seen().equals(Optional.of("theirs"))) {
                throw Problem.conflict("prompt-changed-meanwhile", "Changed", "It reads now: theirs")
                        .toException();
            }
            return Sample.prompt("p4", Sample.GRACE, change.text().orElse(""));
        });
        Shown.run(() -> row("And add a line").requestFocus());
        window().key(KeyCode.F2);
        window().write(".queue-field", "mine");
        server.journal(Sample.BUSY).append(new SessionEvent.PromptEdited(new PromptId("p4"), "theirs", Sample.GRACE));
        window().eventually(
                        "it is told", () -> window().allText().contains("Somebody changed it meanwhile to: “theirs”"));
        assertThat(window().ask(() ->
                        window().find(".queue-field", TextArea.class).getText()))
                .isEqualTo("mine");

        window().key(KeyCode.ENTER);
        window().eventually("the second save replaces it", () -> !window().shows(".queue-field"));
        assertThat(changes.getLast().text()).contains("mine");
    }

    @Test
    void wordsForAPromptThatHasGoneBecomeADraft() {
        Shown.run(() -> row("When that is done").requestFocus());
        window().key(KeyCode.F2);
        window().write(".queue-field", "my better words");
        server.journal(Sample.BUSY).append(new SessionEvent.PromptDelivered(new PromptId("p3"), new TurnId(2)));

        window().eventually("the words are kept", () -> written().equals("my better words"));
        assertThat(window().allText()).contains("This prompt waits no more");
    }

    @Test
    void aWithdrawalCanBeUndone() {
        server.answer(SessionCalls.WITHDRAW_PROMPT, (_, _) -> new Endpoint.Nothing());
        Shown.run(() -> row("And add a line").requestFocus());
        window().key(KeyCode.DELETE);
        window().eventually("it is offered", () -> notice().isPresent());
        Shown.run(() -> notice().orElseThrow().actions().getFirst().run().run());

        window().eventually("it is sent again", () -> prompts.size() == 1 && changes.size() == 1);
        assertThat(prompts.getFirst().text()).isEqualTo("And add a line to the changelog.");
        assertThat(changes.getFirst().position()).contains(1);
    }

    @Test
    void aRefusedPromptComesBackAsADraftWithTheReason() {
        server.answer(SessionCalls.PROMPT, (_, _) -> {
            throw Problem.forbidden("viewer", "A viewer can't prompt", "Ask an admin.")
                    .toException();
        });
        window().write(".composer-text", "Please");
        window().key(KeyCode.ENTER);

        window().eventually("it is back", () -> written().equals("Please"));
        assertThat(window().texts(".problem-title")).containsExactly("A viewer can't prompt");
        window().eventually("nothing waits", () -> !window().shows(".queue-unsent"));
    }

    @Test
    void aRefusedPromptNeverReplacesWhatIsBeingWritten() {
        server.close();
        window().write(".composer-text", "the first");
        window().key(KeyCode.ENTER);
        window().eventually("it waits", () -> window().texts(".queue-badge").contains("will be sent when connected"));
        window().write(".composer-text", "the second, half");
        window().press("Take back");

        assertThat(written()).isEqualTo("the second, half");
        window().eventually("it is gone", () -> !window().shows(".queue-unsent"));
        assertThat(notice()).isPresent();
    }

    @Test
    void twoEscapesStopTheAgentAndOneDoesNot() {
        List<String> stops = new CopyOnWriteArrayList<>();
        server.answer(SessionCalls.STOP, (parameters, _) -> {
            stops.add(parameters.toString());
            return new SessionCalls.Stopped(true, List.of());
        });
        Shown.run(() -> field().requestFocus());
        window().key(KeyCode.ESCAPE);
        window().eventually(
                        "it says what one more does",
                        () -> window().allText().contains("Escape once more stops the agent"));
        assertThat(stops).isEmpty();
        window().key(KeyCode.ESCAPE);

        window().eventually("it is stopped", () -> stops.size() == 1);
    }

    private Optional<dev.slipway.notice.Toast> notice() {
        return Shown.onFx(() -> window().wiring().notices().newest());
    }

    private long typed() {
        return server.received().stream()
                .filter(ClientFrame.Typing.class::isInstance)
                .count();
    }

    private List<String> suggestions() {
        return Shown.onFx(() -> window().scene().getRoot().lookupAll(".suggestion-cell:filled").stream()
                .map(Node::getAccessibleText)
                .map(text -> text.replaceFirst(", .*", ""))
                .toList());
    }

    private Node row(String beginning) {
        return Shown.onFx(() -> window().scene().getRoot().lookupAll(".queue-line").stream()
                .filter(row -> row.lookupAll(".queue-text").stream()
                        .anyMatch(text -> ((Label) text).getText().startsWith(beginning)))
                .findFirst()
                .orElseThrow());
    }

    private TextArea field() {
        return (TextArea) window().scene().getRoot().lookup(".composer-text");
    }

    private String written() {
        return Shown.onFx(() -> field() == null ? "" : field().getText());
    }

    private static InputMethodEvent composed(String composed, String committed) {
        return new InputMethodEvent(
                InputMethodEvent.INPUT_METHOD_TEXT_CHANGED,
                composed.isEmpty()
                        ? FXCollections.observableArrayList()
                        : FXCollections.observableArrayList(new InputMethodTextRun(
                                composed, javafx.scene.input.InputMethodHighlight.UNSELECTED_RAW)),
                committed,
                composed.length());
    }
}
