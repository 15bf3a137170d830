package dev.slipway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.desktop.Shown;
import dev.slipway.link.Eventually;
import dev.slipway.model.problem.Problem;
import dev.slipway.rfb.LiveServer;
import dev.slipway.theme.Theme;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person before the view of a real desktop: what they see, type and are told.
class StreamViewTest {
    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<SocketChannel> channels = new CopyOnWriteArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();

    private final Driving driving = new Driving() {
        @Override
        public void take() {
            taken.incrementAndGet();
        }

        @Override
        public void give() {}
    };

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private record Open(StreamModel model, StreamView view, Scene scene, Theme theme) {
        Node screen() {
            return view.lookup(".stream-screen");
        }

        boolean shows(String text) {
            return Shown.onFx(() -> view.lookupAll(".label").stream()
                    .anyMatch(node -> node instanceof javafx.scene.control.Label label
                            && label.isVisible()
                            && label.getText().contains(text)));
        }
    }

    private LiveServer server() throws IOException {
        LiveServer server = new LiveServer(folder, 800, 600);
        open.add(server);
        return server;
    }

    private Connector to(LiveServer server) {
        return () -> {
            SocketChannel channel = server.connect();
            channels.add(channel);
            return new Connector.Line(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        };
    }

    private Open show(Connector connector) {
        return Shown.onFx(() -> {
            StreamModel model = new StreamModel(connector, driving);
            StreamView view = new StreamView(model);
            Stage stage = new Stage();
            Scene scene = new Scene(view, 900, 640);
            scene.getRoot().getStyleClass().add("window");
            Theme theme = new Theme();
            theme.dress(scene);
            stage.setScene(scene);
            stage.show();
            stage.requestFocus();
            view.focus();
            model.connect();
            open.add(() -> Shown.run(() -> {
                model.close();
                stage.hide();
            }));
            return new Open(model, view, scene, theme);
        });
    }

    private static void awaitState(Open window, StreamModel.State state) {
        Eventually.that(
                "it is " + state, () -> Shown.onFx(() -> window.model().state().get() == state));
    }

    /// The desktop has the size of the view, and shows so.
    private static void awaitSize(Open window) {
        Eventually.that(
                "it has the size of its view",
                () -> Shown.onFx(() -> {
                    Region screen = (Region) window.screen();
                    return window.model().frames().pair().stream()
                            .anyMatch(pair -> pair.width() == (int) screen.getWidth()
                                    && pair.height() == (int) screen.getHeight()
                                    && ((ImageView) screen.lookup(".image-view")).getImage() != null
                                    && ((ImageView) screen.lookup(".image-view"))
                                                    .getImage()
                                                    .getWidth()
                                            == pair.width());
                }));
    }

    private static int[] seen(Open window) {
        return Shown.onFx(() -> {
            javafx.scene.image.Image image = ((ImageView) window.screen().lookup(".image-view")).getImage();
            int width = (int) image.getWidth();
            int height = (int) image.getHeight();
            int[] pixels = new int[width * height];
            image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
            return pixels;
        });
    }

    private static int[] shot(LiveServer server) {
        try {
            return server.screenshot();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void key(
            Node node, javafx.event.EventType<KeyEvent> type, String text, KeyCode code, boolean... with) {
        boolean shift = with.length > 0 && with[0];
        boolean control = with.length > 1 && with[1];
        boolean alt = with.length > 2 && with[2];
        Shown.run(() -> node.fireEvent(new KeyEvent(type, text, text, code, shift, control, alt, false)));
    }

    private static void stroke(Node node, String text, KeyCode code, boolean... with) {
        key(node, KeyEvent.KEY_PRESSED, text, code, with);
        key(node, KeyEvent.KEY_TYPED, text, KeyCode.UNDEFINED, with);
        key(node, KeyEvent.KEY_RELEASED, text, code, with);
    }

    @Test
    void whatIsTypedAndShownIsRight() throws Exception {
        LiveServer server = server();
        LiveServer.need("import");
        server.start("xclock", "-geometry", "200x200+500+300");
        Path typed = server.typewriter();
        Open window = show(to(server));
        awaitState(window, StreamModel.State.LIVE);
        awaitSize(window);
        server.run("xdotool", "mousemove", "50", "50");
        Node screen = window.screen();
        stroke(screen, "a", KeyCode.A);
        // A German keyboard: Shift+7 writes a slash, AltGr+Q an at sign, a dead accent and e one letter.
        key(screen, KeyEvent.KEY_PRESSED, "", KeyCode.SHIFT, true);
        stroke(screen, "/", KeyCode.DIGIT7, true);
        stroke(screen, "A", KeyCode.A, true);
        key(screen, KeyEvent.KEY_RELEASED, "", KeyCode.SHIFT);
        key(screen, KeyEvent.KEY_PRESSED, "", KeyCode.ALT_GRAPH);
        stroke(screen, "@", KeyCode.Q);
        key(screen, KeyEvent.KEY_RELEASED, "", KeyCode.ALT_GRAPH);
        key(screen, KeyEvent.KEY_PRESSED, "", KeyCode.DEAD_ACUTE);
        key(screen, KeyEvent.KEY_RELEASED, "", KeyCode.DEAD_ACUTE);
        stroke(screen, "é", KeyCode.E);
        // On Windows AltGr is Ctrl and Alt.
        key(screen, KeyEvent.KEY_PRESSED, "", KeyCode.CONTROL, false, true);
        key(screen, KeyEvent.KEY_PRESSED, "", KeyCode.ALT, false, true, true);
        stroke(screen, "{", KeyCode.DIGIT7, false, true, true);
        key(screen, KeyEvent.KEY_RELEASED, "", KeyCode.ALT, false, true);
        key(screen, KeyEvent.KEY_RELEASED, "", KeyCode.CONTROL);
        stroke(screen, "ж", KeyCode.SEMICOLON);
        stroke(screen, "\r", KeyCode.ENTER);
        Eventually.that("it was typed: " + read(typed), () -> read(typed).equals("a/A@é{ж\n"));
        Eventually.that("the same pixels are seen", () -> Arrays.equals(seen(window), shot(server)));
    }

    @Test
    void noKeyStaysDownWhenTheFocusLeaves() throws Exception {
        LiveServer server = server();
        Path typed = server.typewriter();
        Open window = show(to(server));
        awaitState(window, StreamModel.State.LIVE);
        awaitSize(window);
        server.run("xdotool", "mousemove", "50", "50");
        key(window.screen(), KeyEvent.KEY_PRESSED, "", KeyCode.CONTROL, false, true);
        key(window.screen(), KeyEvent.KEY_PRESSED, "", KeyCode.ESCAPE, true, true);
        assertThat(Shown.onFx(() -> window.screen().isFocused())).isFalse();
        Shown.run(window.view()::focus);
        stroke(window.screen(), "c", KeyCode.C);
        stroke(window.screen(), "\r", KeyCode.ENTER);
        Eventually.that("a letter, no interruption", () -> read(typed).equals("c\n"));
    }

    @Test
    void theClipboardGoesThereOnlyWithAPaste() throws Exception {
        LiveServer server = server();
        LiveServer.need("xclip");
        Open window = show(to(server));
        awaitState(window, StreamModel.State.LIVE);
        awaitSize(window);
        Shown.run(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putString("for the desktop: ß");
            Clipboard.getSystemClipboard().setContent(content);
        });
        stroke(window.screen(), "x", KeyCode.X);
        assertThat(server.run("xclip", "-selection", "clipboard", "-o")).doesNotContain("for the desktop");
        key(window.screen(), KeyEvent.KEY_PRESSED, "", KeyCode.CONTROL, false, true);
        key(window.screen(), KeyEvent.KEY_PRESSED, "v", KeyCode.V, false, true);
        Eventually.that("pasted", () -> {
            try {
                return server.run("xclip", "-selection", "clipboard", "-o").equals("for the desktop: ß");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Path file = Files.writeString(folder.resolve("text"), "from the desktop: Ж");
        server.start("xclip", "-selection", "clipboard", "-i", "-quiet", file.toString());
        Eventually.that(
                "copied here",
                () -> Shown.onFx(() -> "from the desktop: Ж"
                        .equals(Clipboard.getSystemClipboard().getString())));
    }

    @Test
    void whoWatchesChangesNothing() throws Exception {
        LiveServer server = server();
        Path typed = server.typewriter();
        Open window = show(to(server));
        Shown.run(() -> window.model().drives(Optional.of("Grace")));
        awaitState(window, StreamModel.State.LIVE);
        assertThat(window.shows("Grace")).isTrue();
        server.run("xdotool", "mousemove", "50", "50");
        stroke(window.screen(), "n", KeyCode.N);
        Button take = Shown.onFx(() -> (Button) window.view().lookup(".stream-banner .button"));
        Shown.run(take::fire);
        assertThat(taken.get()).isEqualTo(1);
        assertThat(server.run("xdotool", "getdisplaygeometry")).isEqualTo("800 600\n");
        Shown.run(() -> window.model().drives(Optional.empty()));
        awaitSize(window);
        stroke(window.screen(), "y", KeyCode.Y);
        stroke(window.screen(), "\r", KeyCode.ENTER);
        Eventually.that("only the driver's key", () -> read(typed).equals("y\n"));
    }

    @Test
    void aStreamThatBreaksComesBackByItself() throws Exception {
        LiveServer server = server();
        Open window = show(to(server));
        awaitState(window, StreamModel.State.LIVE);
        channels.getFirst().close();
        Eventually.that("it was opened anew", () -> channels.size() == 2);
        awaitState(window, StreamModel.State.LIVE);
        awaitSize(window);
    }

    @Test
    void whatIsNoDesktopIsToldAtOnceAndCanBeTriedAgain() {
        AtomicInteger opened = new AtomicInteger();
        Open window = show(() -> {
            opened.incrementAndGet();
            byte[] page = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            return new Connector.Line(new ByteArrayInputStream(page), OutputStream.nullOutputStream(), () -> {});
        });
        awaitState(window, StreamModel.State.LOST);
        for (Theme.Choice look : new Theme.Choice[] {Theme.Choice.LIGHT, Theme.Choice.DARK}) {
            Shown.run(() -> window.theme().choose(look));
            picture(window, System.getProperty("slipway.pictures", ""), "lost", look);
        }
        assertThat(window.shows("This is no desktop")).isTrue();
        assertThat(opened.get()).isEqualTo(1);
        Button again = Shown.onFx(() -> (Button) window.view().lookup(".problem .accent"));
        Shown.run(again::fire);
        Eventually.that("tried again", () -> opened.get() == 2);
    }

    @Test
    void aTunnelsOwnProblemIsShownAsItIs() {
        Open window = show(() -> {
            throw Problem.unavailable("nothing-listens", "No desktop runs there", "Nothing listens.")
                    .withRemedy("Start it.")
                    .toException();
        });
        awaitState(window, StreamModel.State.LOST);
        assertThat(window.shows("No desktop runs there")).isTrue();
    }

    @Test
    void everythingThatTakesTheFocusHasAName() {
        Open window = show(() -> {
            throw new IOException("no way");
        });
        List<String> nameless = Shown.onFx(() -> window.view().lookupAll("*").stream()
                .filter(Node::isFocusTraversable)
                .filter(node -> node.getAccessibleText() == null
                        && !(node instanceof javafx.scene.control.Labeled labeled
                                && !labeled.getText().isEmpty()))
                .map(Node::toString)
                .toList());
        assertThat(nameless).isEmpty();
    }

    @Test
    void picturesOfTheView() throws Exception {
        String folderOfPictures = System.getProperty("slipway.pictures", "");
        LiveServer server = server();
        server.start("xclock", "-geometry", "260x260+560+60");
        server.start(
                "xterm",
                "-fa",
                "DejaVu Sans Mono",
                "-fs",
                "11",
                "-geometry",
                "70x24+20+20",
                "-e",
                "sh",
                "-c",
                "ls -l --color=always /; sleep 1000");
        Open window = show(to(server));
        awaitState(window, StreamModel.State.LIVE);
        awaitSize(window);
        Eventually.that(
                "programs show", () -> Arrays.stream(seen(window)).distinct().count() > 20);
        for (Theme.Choice look : new Theme.Choice[] {Theme.Choice.LIGHT, Theme.Choice.DARK}) {
            Shown.run(() -> window.theme().choose(look));
            picture(window, folderOfPictures, "live", look);
            Shown.run(() -> window.model().drives(Optional.of("Grace Hopper")));
            picture(window, folderOfPictures, "watching", look);
            Shown.run(() -> window.model().drives(Optional.empty()));
            Shown.run(window.model()::pause);
            picture(window, folderOfPictures, "paused", look);
            Shown.run(window.model()::resume);
        }
    }

    private static void picture(Open window, String folder, String name, Theme.Choice look) {
        Shown.pulses(4);
        if (!folder.isEmpty()) {
            Shown.picture(
                    window.scene(),
                    Path.of(folder, "stream-" + name + "-" + look.name().toLowerCase(Locale.ROOT) + ".png"));
        }
        assertThat(Shown.onFx(() -> window.view().lookup(".stream-bar"))).isNotNull();
    }
}
