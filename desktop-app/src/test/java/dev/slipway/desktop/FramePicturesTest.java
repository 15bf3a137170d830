package dev.slipway.desktop;

import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.link.TestServer;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.OwnDaemon;
import dev.slipway.model.problem.Problem;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Theme;
import dev.slipway.window.QuestionView;
import dev.slipway.words.Words;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window's frame as it looks: the rail, the page that adds a server, questions, what is told above everything.
class FramePicturesTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @Test
    void theFrameInBothLooks() {
        try (TestServer office = new TestServer();
                TestServer lab = new TestServer()) {
            Sample.fill(office);
            KnownServers known = new KnownServers(folder.resolve("settings"));
            known.remember(
                    new Server("Lab", lab.address().address(), lab.address().token()));
            known.remember(new Server("slipway.example.org", URI.create("http://127.0.0.1:1"), "t"));
            known.signOut(known.all().get(1));
            known.remember(new Server(
                    "Office", office.address().address(), office.address().token()));
            OwnDaemon none = new OwnDaemon(new LocalDaemon(folder, Optional.of(folder)), folder);
            URI busy =
                    new Destination.Session(Sample.BUSY).link(office.address().address());
            try (OpenFrame frame = OpenFrame.begin(folder, known, none, InstantSource.fixed(Sample.NOW))) {
                for (boolean dark : new boolean[] {false, true}) {
                    Shown.run(() -> {
                        frame.theme().choose(dark ? Theme.Choice.DARK : Theme.Choice.LIGHT);
                        frame.stage().setWidth(dark ? 1024 : 1440);
                        frame.stage().setHeight(dark ? 700 : 900);
                        frame.servers().open(busy);
                    });
                    eventually("the session shows", () -> frame.texts(".fact").contains("anthropic/claude-sonnet-4-5"));
                    eventually("the other one is connected", () -> frame.tab(0).startsWith("Lab, Connected"));
                    picture("servers", frame, dark);
                    Shown.run(() -> frame.choose(lab.address().address(), "Forget Lab"));
                    picture("forget", frame, dark);
                    Shown.run(() -> frame.button("Keep it").orElseThrow().fire());
                    Shown.run(() -> quitQuestion(frame));
                    picture("quit", frame, dark);
                    Shown.run(() -> frame.button("Stop it").orElseThrow().fire());
                    Shown.run(() -> frame.servers().open(URI.create("slipway://elsewhere.example.org/settings")));
                    picture("add-server", frame, dark);
                    Shown.run(() -> {
                        frame.servers().open(busy);
                        frame.window().tell(notStarted(), () -> {});
                    });
                    picture("daemon-not-started", frame, dark);
                    Shown.run(frame.window()::tellNothing);
                }
            }
        }
    }

    private static void quitQuestion(OpenFrame frame) {
        frame.question()
                .ask(
                        Words.text("quit.title", 2),
                        Words.text("quit.detail"),
                        List.of(
                                new QuestionView.Answer(Words.text("quit.stop"), ""),
                                new QuestionView.Answer(Words.text("quit.goOn"), "accent")),
                        Optional.of(Words.text("quit.always")),
                        (_, _) -> {},
                        () -> {});
    }

    private static Problem notStarted() {
        return Problem.unavailable("daemon-not-started", "The server on this computer did not start", """
                        The configuration can't be understood. ~/.local/share/slipway/config.yml, line 1, at \
                        sandbox.memory_mb: "plenty" is not a whole number.
                        All of it: ~/.local/share/slipway/logs/daemon.out""")
                .withRemedy("Correct the line; docs/configuration.md has all keys with their defaults.");
    }

    private static void picture(String name, OpenFrame frame, boolean dark) {
        String target = System.getProperty("slipway.pictures", "");
        Shown.pulses(6);
        if (!target.isEmpty()) {
            Shown.pulses(20);
            Shown.picture(
                    frame.scene(), Path.of(target).resolve(name + (dark ? "-dark-1024" : "-light-1440") + ".png"));
        }
    }

    private static void eventually(String what, java.util.function.BooleanSupplier condition) {
        Eventually.that(what, () -> Shown.onFx(condition::getAsBoolean));
    }
}
