package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.flow.RowFlow;
import dev.slipway.link.Eventually;
import dev.slipway.link.TestServer;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Theme;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A session as a person uses it: what streams is seen, what is written is sent, and a break of the link loses
/// nothing.
class SessionPageTest {
    @TempDir
    Path folder;

    private final TestServer server = new TestServer();
    private final AtomicReference<Wiring> wiring = new AtomicReference<>();
    private final AtomicReference<Scene> scene = new AtomicReference<>();
    private final List<SessionCalls.NewPrompt> prompts = new CopyOnWriteArrayList<>();

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
        Shown.run(() -> {
            Wiring made = new Wiring(server.address(), folder, InstantSource.system(), _ -> {});
            wiring.set(made);
            Stage stage = new Stage();
            Scene shown = new Scene(new StackPane(made.view()), 1200, 800);
            new Theme().dress(shown);
            stage.setScene(shown);
            stage.show();
            scene.set(shown);
            made.navigator().go(new Destination.Session(Sample.BUSY));
        });
        eventually("the transcript shows", () -> !texts(".prompt-author").isEmpty());
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
    void whatStreamsIsSeenAndFollowed() {
        server.journal(Sample.BUSY).stream(new BlockId("txt7"), BlockKind.TEXT, "", " a second clock.");

        eventually("the new words show at the end", () -> flowing().contains("a second clock."));
        eventually("it follows", () -> transcript().following().get());
    }

    @Test
    void itSaysThatTheAgentWritesOnceItDoes() {
        server.journal(Sample.BUSY).append(new SessionEvent.ModelCallStarted(new TurnId(2), 2, Sample.MODEL));
        server.journal(Sample.BUSY).stream(new BlockId("txt8"), BlockKind.TEXT, "", "Here they are");
        eventually(
                "it says that the agent writes",
                () -> texts(".activity-text").getFirst().startsWith("Writing"));
    }

    @Test
    void aReaderWhoScrolledAwayStaysThereAndMayJumpBack() {
        Shown.run(() -> {
            transcript().fireEvent(key(KeyEvent.KEY_PRESSED, KeyCode.HOME));
        });
        eventually("the way back is offered", () -> button("Latest").isVisible());

        server.journal(Sample.BUSY).append(new SessionEvent.TextWritten(new BlockId("more"), "More words.", true));
        Shown.pulses(5);
        assertThat(Shown.onFx(this::firstVisible)).isZero();

        Shown.run(() -> button("Latest").fire());
        eventually("the latest shows", () -> flowing().contains("More words."));
    }

    @Test
    void enterSendsAndTheFirstKeyTellsTheServer() {
        Shown.run(() -> composer().setText("Please go on"));
        Eventually.that(
                "the server knows of the typing",
                () -> server.received().stream().anyMatch(ClientFrame.Typing.class::isInstance));
        Shown.run(() -> composer().fireEvent(key(KeyEvent.KEY_PRESSED, KeyCode.ENTER)));

        Eventually.that("the prompt arrived", () -> prompts.size() == 1);
        assertThat(prompts.getFirst().text()).isEqualTo("Please go on");
        assertThat(Shown.onFx(() -> composer().getText())).isEmpty();
        Shown.run(() -> composer().fireEvent(key(KeyEvent.KEY_PRESSED, KeyCode.UP)));
        assertThat(Shown.onFx(() -> composer().getText())).isEqualTo("Please go on");
    }

    @Test
    void earlierPromptsAreRecalledOnTheNextVisit() {
        Shown.run(() -> wiring.get().navigator().go(new Destination.Home()));
        Shown.run(() -> wiring.get().navigator().go(new Destination.Session(Sample.BUSY)));
        eventually("the composer shows", () -> written().isPresent());

        Shown.run(() -> composer().fireEvent(key(KeyEvent.KEY_PRESSED, KeyCode.UP)));

        assertThat(Shown.onFx(this::written)).contains("And add a line to the changelog.");
    }

    @Test
    void aDraftIsThereAgainAfterGoingElsewhere() {
        Shown.run(() -> composer().setText("half a thought"));
        Shown.run(() -> wiring.get().navigator().go(new Destination.Session(Sample.id(2))));
        eventually("an empty composer shows", () -> written().equals(Optional.of("")));
        Shown.run(() -> wiring.get().navigator().back());

        eventually("the draft is back", () -> written().equals(Optional.of("half a thought")));
    }

    @Test
    void aSecondVisitNeedsNoServer() {
        server.close();

        Shown.run(() -> wiring.get().navigator().go(new Destination.Home()));
        Shown.run(() -> wiring.get().navigator().go(new Destination.Session(Sample.BUSY)));

        eventually("the transcript shows", () -> texts(".prompt-author").contains("Grace Hopper"));
        eventually(
                "the link says so",
                () -> texts(".link-state").stream()
                        .anyMatch(text -> text.equals("Offline") || text.equals("Connecting")));
    }

    @Test
    void aPromptThatCannotGoWaitsAndSaysSo() {
        server.close();
        Shown.run(() -> composer().setText("Later then"));
        Shown.run(() -> composer().fireEvent(key(KeyEvent.KEY_PRESSED, KeyCode.ENTER)));

        eventually("it is marked", () -> texts(".queue-badge").contains("will be sent when connected"));
    }

    private void eventually(String what, BooleanSupplier condition) {
        Eventually.that(what, () -> Shown.onFx(condition::getAsBoolean));
    }

    private RowFlow<?> transcript() {
        return (RowFlow<?>) scene.get().getRoot().lookup(".transcript-list");
    }

    private Optional<String> written() {
        return Optional.ofNullable((TextArea) scene.get().getRoot().lookup(".composer-text"))
                .map(TextArea::getText);
    }

    private TextArea composer() {
        return (TextArea) scene.get().getRoot().lookup(".composer-text");
    }

    private Button button(String text) {
        return scene.get().getRoot().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().endsWith(text))
                .findFirst()
                .orElseThrow();
    }

    private List<String> texts(String selector) {
        return scene.get().getRoot().lookupAll(selector).stream()
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private String flowing() {
        StringBuilder all = new StringBuilder();
        for (Node node : scene.get().getRoot().lookupAll(".t")) {
            all.append(((Text) node).getText());
        }
        return all.toString();
    }

    private int firstVisible() {
        return transcript().cells().getFirst().row();
    }

    private static KeyEvent key(javafx.event.EventType<KeyEvent> type, KeyCode code) {
        return new KeyEvent(type, "", "", code, false, false, false, false);
    }
}
