package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.link.TestServer;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.OwnDaemon;
import dev.slipway.navigation.Destination;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several servers in one window: each is at work whether it shows or not.
class ServersTest {
    @TempDir
    Path folder;

    private final TestServer office = new TestServer();
    private final TestServer lab = new TestServer();
    private KnownServers known = new KnownServers(Path.of("nowhere"));
    private Optional<OpenFrame> frame = Optional.empty();

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
        frame.ifPresent(OpenFrame::close);
        office.close();
        lab.close();
    }

    @Test
    void eachHasItsStateAndCountAndTheKeysSwitch() {
        know(office, "Office");
        know(lab, "Lab");
        begin();

        eventually("the last one shows", () -> frame.get().title().equals("Lab – Slipway"));
        eventually(
                "what is unread on the other one is counted",
                () -> frame.get().tab(0).contains("Office, Connected, "));
        press(KeyCode.DIGIT1);

        eventually("the other one shows", () -> frame.get().title().equals("Office – Slipway"));
        eventually(
                "its sessions show",
                () -> frame.get().texts(".session-title").contains("Show a delivery estimate on the product page"));
        eventually(
                "it is the last one now", () -> known.last().map(Server::name).equals(Optional.of("Office")));
    }

    @Test
    void oneAloneNeedsNoRail() {
        know(office, "Office");
        begin();

        eventually("it shows", () -> frame.get().title().equals("Slipway"));
        assertThat(Shown.onFx(() -> frame.get().rail().isVisible())).isFalse();
    }

    @Test
    void aLinkOpensItsPlaceOnItsServer() {
        know(office, "Office");
        know(lab, "Lab");
        begin();

        Shown.run(() -> frame.get()
                .servers()
                .open(new Destination.Session(Sample.BUSY).link(office.address().address())));

        eventually(
                "the session shows",
                () -> frame.get().title().equals("Show a delivery estimate on the product page – Office – Slipway"));
    }

    @Test
    void aLinkToAnUnknownServerOffersToConnectAndThenOpensItsPlace() {
        know(lab, "Lab");
        begin();
        Shown.run(() -> frame.get()
                .servers()
                .open(new Destination.Session(Sample.BUSY).link(office.address().address())));
        eventually(
                "the address is written",
                () -> frame.get().fields().contains(office.address().address().toString()));

        Shown.run(() -> {
            frame.get().field("Your token").setText(office.address().token());
            frame.get().button("Connect").orElseThrow().fire();
        });

        eventually(
                "the session shows",
                () -> frame.get().title().startsWith("Show a delivery estimate on the product page – 127.0.0.1"));
        assertThat(known.all()).hasSize(2);
    }

    @Test
    void thePageThatAddsAServerHasAWayBack() {
        know(lab, "Lab");
        begin();
        eventually("it shows", () -> !frame.get().texts(".link-server").isEmpty());
        Shown.run(() -> frame.get().servers().open(URI.create("slipway://elsewhere.example.org/settings")));
        eventually("the page shows", () -> frame.get().texts(".page-title").contains("Connect to a server"));

        Shown.run(() -> frame.get()
                .stage()
                .getScene()
                .lookup(".welcome")
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));

        eventually(
                "the server shows again",
                () -> frame.get().texts(".link-server").contains("Lab"));
    }

    @Test
    void aPlaceIsRestoredForEachServer() {
        know(office, "Office");
        begin();
        Shown.run(() -> frame.get()
                .servers()
                .open(new Destination.Session(Sample.BUSY).link(office.address().address())));
        eventually("the session shows", () -> frame.get().title().startsWith("Show a delivery"));
        frame.get().close();

        begin();

        eventually("the session shows again", () -> frame.get().title().startsWith("Show a delivery"));
    }

    @Test
    void whoForgetsAServerLeavesNothingOfItHere() throws Exception {
        know(office, "Office");
        know(lab, "Lab");
        begin();
        eventually("both have a copy here", () -> copies() == 2);

        Shown.run(() -> frame.get().choose(office.address().address(), "Forget Office"));
        Shown.run(() -> frame.get().button("Forget it").orElseThrow().fire());

        eventually("its copy is gone", () -> copies() == 1);
        assertThat(known.all()).extracting(Server::name).containsExactly("Lab");
        assertThat(Files.readString(folder.resolve("settings").resolve("servers.json")))
                .doesNotContain("Office");
    }

    @Test
    void whoForgetsAServerInTheSettingsCanUndoItUntilTheWindowCloses() {
        know(office, "Office");
        know(lab, "Lab");
        begin();
        eventually("both have a copy here", () -> copies() == 2);
        Server forgotten = known.all().getFirst();

        Shown.run(() -> frame.get().servers().forget(forgotten));
        assertThat(known.all()).extracting(Server::name).containsExactly("Lab");
        assertThat(copies()).isEqualTo(2);
        Shown.run(() -> frame.get().servers().recall(forgotten));
        assertThat(known.all()).extracting(Server::name).contains("Office", "Lab");

        Shown.run(() -> frame.get().servers().forget(forgotten));
        frame.get().close();
        eventually("its copy is gone", () -> copies() == 1);
    }

    @Test
    void whoSignsOutIsAskedForTheirTokenAgain() {
        know(office, "Office");
        know(lab, "Lab");
        begin();
        eventually("it shows", () -> frame.get().title().equals("Lab – Slipway"));

        Shown.run(() -> frame.get().choose(lab.address().address(), "Sign out of Lab"));

        eventually(
                "its address is written",
                () -> frame.get().fields().contains(lab.address().address().toString()));
        assertThat(known.all().get(1).token()).isEmpty();
        eventually("the rail says so", () -> frame.get().tab(1).equals("Lab, Signed out"));
    }

    @Test
    void afterSigningOutTheNextStartShowsAnotherServer() {
        know(lab, "Lab");
        know(office, "Office");
        known.signOut(known.all().get(1));

        begin();

        eventually("the other one shows", () -> frame.get().title().equals("Lab – Slipway"));
    }

    @Test
    void aServerThatRefusesTheTokenOffersToSignInAgain() {
        know(lab, "Lab");
        known.remember(new Server("Office", office.address().address(), "revoked"));
        begin();
        eventually("it is refused", () -> frame.get().rail().lookup(".link-refused") != null);

        Shown.run(() -> frame.get().choose(office.address().address(), "Sign in to Office again"));

        eventually(
                "its address is written",
                () -> frame.get().fields().contains(office.address().address().toString()));
    }

    private void know(TestServer server, String name) {
        known.remember(
                new Server(name, server.address().address(), server.address().token()));
    }

    private void begin() {
        OwnDaemon none = new OwnDaemon(new LocalDaemon(folder.resolve("none"), Optional.empty()), folder);
        frame = Optional.of(OpenFrame.begin(folder, known, none, InstantSource.fixed(Sample.NOW)));
    }

    private void press(KeyCode code) {
        Shown.run(() -> frame.get()
                .stage()
                .getScene()
                .getRoot()
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false)));
    }

    private long copies() {
        try (var files = Files.list(folder.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".own.db")).count();
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    private static void eventually(String what, BooleanSupplier condition) {
        Eventually.that(what, () -> Shown.onFx(condition::getAsBoolean));
    }
}
