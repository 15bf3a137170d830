package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Server;
import dev.slipway.link.TestServer;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.navigation.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An admin adds a machine in the window, closes it to new sandboxes, and lets it go: on the real daemon and a real SSH
/// server. What the machine's state does to the page is played.
@ExtendWith(RealDaemon.Provided.class)
class HostsTest {
    @TempDir
    Path folder;

    private RealDaemon daemon;
    private Path place;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @BeforeEach
    void open(RealDaemon running) throws Exception {
        daemon = running;
        place = Files.createTempDirectory("slipway-hosts-");
    }

    @AfterEach
    void close() throws Exception {
        assertThat(new ProcessBuilder("rm", "-rf", place.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void aHostIsAddedByItsComparedKeyCordonedAndRemoved() throws Exception {
        try (RealSshd sshd = new RealSshd(place.resolve("sshd"));
                OpenWindow window = new OpenWindow(daemon.owner(), folder)) {
            window.go(new Destination.Settings("host"));
            awaitText(window, "What each sandbox gets");
            awaitText(window, "the server itself");
            window.press("Add a host");
            window.write("#host-address", "build 1");
            awaitText(window, "Write user@host");
            window.write("#host-address", "slipway@build-1.example.org");
            assertThat(value(window, "#host-id")).isEqualTo("build-1");
            window.write("#host-address", sshd.address());
            assertThat(value(window, "#host-id")).isEqualTo("127.0.0.1");
            window.write("#host-id", "local");
            awaitText(window, "There is a host of this id.");
            window.write("#host-id", "far");
            window.write("#host-root", place.resolve("root").toString());

            window.press("Look");
            awaitText(window, "3. Compare its key");
            assertThat(copyable(window, "Fingerprint")).isEqualTo(sshd.fingerprint());
            window.press("Accept and add");
            awaitText(window, "The host did not let the daemon in");
            assertThat(value(window, "#host-address")).isEqualTo(sshd.address());

            sshd.authorize(copyable(window, "The server's public key"));
            window.press("Accept and add");
            awaitText(window, "far is added.");
            window.eventually(
                    "it is ready",
                    () -> window.texts(".host-card .settings-state").equals(List.of("Ready", "Ready")));

            window.press("Cordon: far");
            awaitText(window, "far keeps its sandboxes and takes no more.");
            awaitText(window, "Ready · takes no more");
            assertThat(daemon.call(daemon.owner(), HostCalls.GET, Map.of("host", "far"), new Endpoint.Nothing())
                            .admission())
                    .isEqualTo(Admission.CORDONED);

            window.press("Remove: far");
            awaitText(window, "far is forgotten.");
            Shown.run(window.find(".settings-question .danger", Button.class)::fire);
            window.eventually(
                    "it is gone", () -> !window.texts(".settings-card-title").contains("far"));
        }
    }

    @Test
    void aMemberSeesTheHostsAndWhyNothingCanBeChanged() {
        Server member = daemon.join("hosts-member", "Mary Member");
        try (OpenWindow window = new OpenWindow(member, folder)) {
            window.go(new Destination.Settings("host"));

            awaitText(window, "Only admins can change this; you are Member here.");
            awaitText(window, "the server itself");
            assertThat(window.ask(() -> window.scene().getRoot().lookupAll(".host-card .button").stream()
                            .filter(node -> node instanceof Button button && "Cordon".equals(button.getText()))
                            .allMatch(javafx.scene.Node::isDisabled)))
                    .isTrue();
        }
    }

    @Test
    void newsKeepWhatIsBeingWrittenAndWhereTheFocusIs() {
        try (TestServer server = new TestServer()) {
            Sample.fill(server);
            SampleSettings.fill(server);
            try (OpenWindow window = new OpenWindow(server.address(), folder)) {
                window.go(new Destination.Settings("host"));
                awaitText(window, "build-2");
                window.press("Labels and limit: build-2");
                TextField labels = window.ask(() -> window.scene().getRoot().lookupAll(".text-field").stream()
                        .filter(node -> "Labels".equals(node.getAccessibleText())
                                && node.localToScene(0, 0).getY() > 0)
                        .map(TextField.class::cast)
                        .filter(field -> field.getText().equals("eu gpu"))
                        .findFirst()
                        .orElseThrow());
                Shown.run(() -> {
                    labels.requestFocus();
                    labels.setText("eu gpu be");
                });
                server.fleet(SampleHosts.news(17));
                awaitText(window, "17 of 20");
                // The link breaks and comes again: what was missed is told then.
                server.cut();
                server.fleet(SampleHosts.news(18));
                awaitText(window, "18 of 20");

                assertThat(window.ask(labels::isFocused)).isTrue();
                assertThat(labels.getText()).isEqualTo("eu gpu be");
            }
        }
    }

    @Test
    void whatAnotherAdminChangesShowsAtOnce() {
        try (OpenWindow window = new OpenWindow(daemon.owner(), folder)) {
            window.go(new Destination.Settings("host"));
            awaitText(window, "What each sandbox gets");
            for (String label : List.of("first-label", "second-label")) {
                daemon.call(
                        daemon.owner(),
                        HostCalls.CHANGE,
                        Map.of("host", "local"),
                        new HostCalls.HostChange(Optional.of(List.of(label)), Optional.empty(), Optional.empty()));
                awaitText(window, label);
            }
        }
    }

    @Test
    void aHostInUseIsRemovedOnlyByWhoIsToldWhatIsLost() throws Exception {
        BlockingQueue<Map<String, String>> removed = new LinkedBlockingQueue<>();
        withSample(
                server -> server.answer(HostCalls.REMOVE, (parameters, _) -> {
                    removed.add(parameters);
                    return new Endpoint.Nothing();
                }),
                window -> {
                    awaitText(window, "build-2");
                    window.press("Remove: build-2");
                    awaitText(window, "what they have not committed is lost");
                    assertThat(removed).isEmpty();
                    window.press("Remove and lose that");
                    window.eventually("it is removed", () -> !removed.isEmpty());
                });
        assertThat(removed.remove()).containsEntry("host", "build-2").containsEntry("force", "true");
    }

    private void withSample(
            java.util.function.Consumer<TestServer> change, java.util.function.Consumer<OpenWindow> test) {
        try (TestServer server = new TestServer()) {
            Sample.fill(server);
            SampleSettings.fill(server);
            change.accept(server);
            try (OpenWindow window = new OpenWindow(server.address(), folder)) {
                window.go(new Destination.Settings("host"));
                test.accept(window);
            }
        }
    }

    private static void awaitText(OpenWindow window, String text) {
        window.eventually("\"" + text + "\" shows", () -> window.allText().contains(text));
    }

    private static String value(OpenWindow window, String selector) {
        return window.ask(() -> window.find(selector, TextField.class).getText());
    }

    /// What stands in a field that is only to be copied.
    private static String copyable(OpenWindow window, String name) {
        return window.ask(() -> window.scene().getRoot().lookupAll(".settings-secret-text").stream()
                .filter(node -> name.equals(node.getAccessibleText()))
                .map(node -> ((TextField) node).getText())
                .findFirst()
                .orElseThrow());
    }
}
