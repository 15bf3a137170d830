package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.link.TestServer;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.OwnDaemon;
import dev.slipway.navigation.Destination;
import dev.slipway.notice.Notices;
import dev.slipway.platform.Places;
import dev.slipway.theme.Theme;
import dev.slipway.window.MainWindow;
import dev.slipway.window.QuestionView;
import dev.slipway.work.Work;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several servers in one window: each is at work whether it shows or not.
class ServersTest {
    @TempDir
    Path folder;

    private final Work work = new Work();
    private final TestServer office = new TestServer();
    private final TestServer lab = new TestServer();
    private final InstantSource clock = InstantSource.fixed(Sample.NOW);
    private final Notices notices = new Notices(clock);
    private KnownServers known = new KnownServers(Path.of("nowhere"));
    private Optional<Stage> stage = Optional.empty();
    private Optional<Theme> theme = Optional.empty();
    private Optional<Servers> servers = Optional.empty();

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @BeforeEach
    void fill() {
        Sample.fill(office);
        known = new KnownServers(folder.resolve("settings"));
    }

    @AfterEach
    void close() {
        Shown.run(() -> {
            servers.ifPresent(Servers::close);
            stage.ifPresent(Stage::hide);
        });
        work.close();
        office.close();
        lab.close();
    }

    @Test
    void eachHasItsStateAndCountAndTheKeysSwitch() {
        know(office, "Office");
        know(lab, "Lab");
        begin(Optional.empty());

        eventually("the last one shows", () -> title().equals("Lab – Slipway"));
        eventually("what is unread on the other one is counted", () -> tab(0).contains("Office, Connected, "));
        press(KeyCode.DIGIT1);

        eventually("the other one shows", () -> title().equals("Office – Slipway"));
        eventually(
                "its sessions show",
                () -> texts(".session-title").contains("Show a delivery estimate on the product page"));
        eventually(
                "it is the last one now", () -> known.last().map(Server::name).equals(Optional.of("Office")));
    }

    @Test
    void oneAloneNeedsNoRail() {
        know(office, "Office");
        begin(Optional.empty());

        eventually("it shows", () -> title().equals("Slipway"));
        assertThat(Shown.onFx(() -> rail().isVisible())).isFalse();
    }

    @Test
    void aLinkOpensItsPlaceOnItsServer() {
        know(office, "Office");
        know(lab, "Lab");
        begin(Optional.empty());

        Shown.run(() -> servers.get()
                .open(new Destination.Session(Sample.BUSY).link(office.address().address())));

        eventually(
                "the session shows",
                () -> title().equals("Show a delivery estimate on the product page – Office – Slipway"));
    }

    @Test
    void aLinkToAnUnknownServerOffersToConnectAndThenOpensItsPlace() {
        know(lab, "Lab");
        begin(Optional.empty());
        Shown.run(() -> servers.get()
                .open(new Destination.Session(Sample.BUSY).link(office.address().address())));
        eventually(
                "the address is written",
                () -> fields().contains(office.address().address().toString()));

        Shown.run(() -> {
            field("Your token").setText(office.address().token());
            button("Connect").fire();
        });

        eventually(
                "the session shows",
                () -> title().startsWith("Show a delivery estimate on the product page – 127.0.0.1"));
        assertThat(known.all()).hasSize(2);
    }

    @Test
    void thePageThatAddsAServerHasAWayBack() {
        know(lab, "Lab");
        begin(Optional.empty());
        eventually("it shows", () -> !texts(".link-server").isEmpty());
        Shown.run(() -> servers.get().open(URI.create("slipway://elsewhere.example.org/settings")));
        eventually("the page shows", () -> texts(".page-title").contains("Connect to a server"));

        Shown.run(() -> stage.get()
                .getScene()
                .lookup(".welcome")
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));

        eventually("the server shows again", () -> texts(".link-server").contains("Lab"));
    }

    @Test
    void aPlaceIsRestoredForEachServer() {
        know(office, "Office");
        begin(Optional.empty());
        Shown.run(() -> servers.get()
                .open(new Destination.Session(Sample.BUSY).link(office.address().address())));
        eventually("the session shows", () -> title().startsWith("Show a delivery"));
        Shown.run(() -> {
            servers.get().close();
            stage.get().hide();
        });

        begin(Optional.empty());

        eventually("the session shows again", () -> title().startsWith("Show a delivery"));
    }

    @Test
    void whoForgetsAServerLeavesNothingOfItHere() throws Exception {
        know(office, "Office");
        know(lab, "Lab");
        begin(Optional.empty());
        eventually("both have a copy here", () -> copies() == 2);

        Shown.run(() -> servers.get().askToForget(known.all().getFirst()));
        Shown.run(() -> button("Forget it").fire());

        eventually("its copy is gone", () -> copies() == 1);
        assertThat(known.all()).extracting(Server::name).containsExactly("Lab");
        assertThat(Files.readString(folder.resolve("settings").resolve("servers.json")))
                .doesNotContain("Office");
    }

    @Test
    void whoSignsOutIsAskedForTheirTokenAgain() {
        know(office, "Office");
        know(lab, "Lab");
        begin(Optional.empty());
        eventually("it shows", () -> title().equals("Lab – Slipway"));

        Shown.run(() -> servers.get().signOut(known.all().get(1)));

        eventually(
                "its address is written",
                () -> fields().contains(lab.address().address().toString()));
        assertThat(known.all().get(1).token()).isEmpty();
        eventually("the rail says so", () -> tab(1).equals("Lab, Signed out"));
    }

    /// What the frame looks like: the rail, a page that adds a server, the questions.
    @Test
    void theFrameAsItLooks() {
        know(office, "Office");
        know(lab, "Lab");
        known.remember(new Server("slipway.example.org", URI.create("http://127.0.0.1:1"), "t"));
        known.signOut(known.all().get(2));
        known.remember(known.all().getFirst());
        begin(Optional.empty());
        Shown.run(() -> servers.get()
                .open(new Destination.Session(Sample.BUSY).link(office.address().address())));
        eventually("the session shows", () -> texts(".fact").contains("slipway/show-a-delivery-estimate-on"));
        for (boolean dark : new boolean[] {false, true}) {
            Shown.run(() -> {
                theme.get().choose(dark ? Theme.Choice.DARK : Theme.Choice.LIGHT);
                stage.get().setWidth(dark ? 1024 : 1440);
                stage.get().setHeight(dark ? 700 : 900);
            });
            picture("servers", dark);
            Shown.run(() -> servers.get().askToForget(known.all().get(1)));
            picture("forget", dark);
            Shown.run(() -> button("Keep it").fire());
            Shown.run(() -> servers.get().open(URI.create("slipway://elsewhere.example.org/settings")));
            picture("add-server", dark);
            Shown.run(() -> servers.get()
                    .open(new Destination.Session(Sample.BUSY)
                            .link(office.address().address())));
        }
    }

    private void picture(String name, boolean dark) {
        String target = System.getProperty("slipway.pictures", "");
        Shown.pulses(6);
        if (!target.isEmpty()) {
            Shown.pulses(20);
            Shown.picture(
                    stage.get().getScene(),
                    Path.of(target).resolve(name + (dark ? "-dark-1024" : "-light-1440") + ".png"));
        }
    }

    private void know(TestServer server, String name) {
        known.remember(
                new Server(name, server.address().address(), server.address().token()));
    }

    private void begin(Optional<URI> link) {
        Start start = new Start(
                new Places(folder.resolve("settings"), folder.resolve("data"), Optional.empty()),
                link,
                known,
                new OwnDaemon(new LocalDaemon(folder.resolve("none"), Optional.empty()), folder),
                Optional.empty());
        Function<Server, Wiring> opening =
                server -> new Wiring(server, start.places().data(), clock, _ -> {}, notices);
        Start.First first =
                start.first(opening, CompletableFuture.completedFuture(true)).join();
        Shown.run(() -> {
            Stage made = new Stage();
            stage = Optional.of(made);
            Theme dressing = new Theme();
            theme = Optional.of(dressing);
            MainWindow window = new MainWindow(made, dressing, start.places().settings());
            QuestionView question = new QuestionView();
            Servers all = new Servers(window, question, start, work, opening, _ -> {}, (_, _) -> {});
            servers = Optional.of(all);
            window.overlay(question);
            window.open();
            all.begin(first);
        });
    }

    private void press(KeyCode code) {
        Shown.run(() -> stage.get()
                .getScene()
                .getRoot()
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false)));
    }

    private long copies() {
        try (var files = Files.list(folder.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".db")).count();
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    private String title() {
        return stage.get().getTitle();
    }

    private Node rail() {
        return stage.get().getScene().lookup(".rail");
    }

    private String tab(int number) {
        List<Node> tabs = List.copyOf(rail().lookupAll(".rail-tab"));
        return number < tabs.size() ? tabs.get(number).getAccessibleText() : "";
    }

    private List<String> texts(String selector) {
        return stage.get().getScene().getRoot().lookupAll(selector).stream()
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private List<String> fields() {
        return stage.get().getScene().getRoot().lookupAll(".text-field").stream()
                .map(node -> ((TextField) node).getText())
                .toList();
    }

    private TextField field(String prompt) {
        return stage.get().getScene().getRoot().lookupAll(".text-field").stream()
                .map(TextField.class::cast)
                .filter(field -> prompt.equals(field.getPromptText()))
                .findFirst()
                .orElseThrow();
    }

    private Button button(String text) {
        return stage.get().getScene().getRoot().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> text.equals(button.getText()))
                .findFirst()
                .orElseThrow();
    }

    private static void eventually(String what, BooleanSupplier condition) {
        Eventually.that(what, () -> Shown.onFx(condition::getAsBoolean));
    }
}
