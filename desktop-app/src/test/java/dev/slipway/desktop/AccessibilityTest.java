package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.link.TestServer;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.problem.Problem;
import dev.slipway.navigation.Destination;
import dev.slipway.notice.NoticesView;
import dev.slipway.notice.Toast;
import dev.slipway.notice.ToastsView;
import dev.slipway.theme.Theme;
import dev.slipway.words.Words;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Label;
import javafx.scene.control.Toggle;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Walks through every main view as somebody does who sees nothing, and as somebody who has no mouse: whatever can have
/// the focus says what it is and what it is for, shows that it has the focus, and is reached and left by Tab.
class AccessibilityTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Sample.NOW);
    private static final Set<AccessibleRole> NO_ROLE = Set.of(AccessibleRole.NODE, AccessibleRole.PARENT);
    private static final int MOST_STEPS = 150;

    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
        Words.speak(Locale.ENGLISH);
    }

    @Test
    void aSessionBesideItsChanges() {
        inServer(
                new Destination.FileLine(Sample.BUSY, "src/main/java/shop/Basket.java", 1),
                "src/main/java/shop/Basket.java",
                this::audit);
    }

    @Test
    void aPullRequest() {
        inServer(
                new Destination.PullRequest(new PullRequestRef(Sample.SHOP, 128)),
                "src/main/java/shop/Basket.java",
                this::audit);
    }

    @Test
    void aNewSession() {
        inServer(new Destination.NewSession(), "New session", this::audit);
    }

    @Test
    void theHosts() {
        inServer(new Destination.Settings("host"), "build-2", this::audit);
    }

    @Test
    void noSession() {
        inServer(new Destination.Home(), "No session is open", this::audit);
    }

    @Test
    void thePalette() {
        inServer(new Destination.Home(), "No session is open", scene -> {
            press(scene, KeyCode.K, true, false);
            names(scene.getRoot().lookup(".palette"));
        });
    }

    @Test
    void theShortcuts() {
        inServer(new Destination.Home(), "No session is open", scene -> {
            press(scene, KeyCode.F1, false, false);
            names(scene.getRoot().lookup("VBox.sheet"));
        });
    }

    @Test
    void noticesAndTheirList() {
        inServer(new Destination.Home(), "No session is open", scene -> {
            press(scene, KeyCode.F8, false, false);
            names(scene.getRoot().lookup(".toasts"));
            names(scene.getRoot().lookup(".notices"));
        });
    }

    private void inServer(Destination place, String text, Consumer<Scene> audit) {
        try (TestServer server = new TestServer()) {
            Sample.fill(server);
            SampleSettings.fill(server);
            Server address = new Server(
                    "Office", server.address().address(), server.address().token());
            Wiring wiring = Shown.onFx(() -> new Wiring(address, folder.resolve("data"), CLOCK, _ -> {}));
            Stage stage = Shown.onFx(Stage::new);
            try {
                Scene scene = Shown.onFx(() -> {
                    NoticesView told = new NoticesView(wiring.notices(), CLOCK);
                    StackPane root = new StackPane(wiring.view(), new ToastsView(wiring.notices(), told::open), told);
                    root.getStyleClass().add("window");
                    Scene made = new Scene(root, 1440, 900);
                    new Theme().dress(made);
                    stage.setScene(made);
                    stage.show();
                    stage.requestFocus();
                    return made;
                });
                Shown.run(() -> wiring.navigator().go(place));
                awaitText(scene, "Connected");
                awaitText(scene, text);
                if (place instanceof Destination.Home) {
                    var _ = wiring.notices()
                            .show(Toast.problem(
                                    Problem.forbidden("a", "It is not yours", "Ask Ada."),
                                    new Toast.Action("Open", () -> {})));
                }
                Shown.pulses(4);
                audit.accept(scene);
            } finally {
                Shown.run(wiring::close);
                Shown.run(stage::hide);
            }
        }
    }

    private void audit(Scene scene) {
        names(scene.getRoot());
        walk(scene);
    }

    /// Whatever can have the focus has a name and a role.
    private static void names(Node root) {
        List<Node> all = Shown.onFx(() -> focusable(root));
        assertThat(all).as("what can have the focus in " + root).isNotEmpty();
        List<String> faults = Shown.onFx(() -> {
            List<String> found = new ArrayList<>();
            for (Node node : all) {
                if (name(node).isBlank()) {
                    found.add("no name: " + described(node));
                }
                if (NO_ROLE.contains(node.getAccessibleRole())) {
                    found.add("no role: " + described(node));
                }
            }
            return found;
        });
        assertThat(faults).isEmpty();
    }

    /// Tab reaches everything once and comes back to where it began, and each stop looks different with the focus.
    private static void walk(Scene scene) {
        Robot robot = Shown.onFx(Robot::new);
        Set<Node> all = new LinkedHashSet<>(Shown.onFx(() -> focusable(scene.getRoot())));
        Node first = all.iterator().next();
        Shown.run(first::requestFocus);
        Map<Node, Integer> reached = new LinkedHashMap<>();
        Set<String> looked = new LinkedHashSet<>();
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < MOST_STEPS; i++) {
            Node before = Shown.onFx(scene::getFocusOwner);
            Shown.run(() -> robot.keyType(KeyCode.TAB));
            Shown.run(() -> {});
            Node now = Shown.onFx(scene::getFocusOwner);
            assertThat(now).as("Tab leaves " + described(before)).isNotSameAs(before);
            if (reached.putIfAbsent(now, i) != null) {
                break;
            }
            // Controls of the same kind and style look the same with the focus.
            if (looked.add(now.getClass() + now.getStyleClass().toString()) && looksTheSame(scene, now)) {
                unseen.add(described(now));
            }
        }
        assertThat(unseen).as("what has the focus and does not show it").isEmpty();
        Set<String> missed = new LinkedHashSet<>();
        for (Node node : all) {
            if (!reached.containsKey(node)
                    && !inReachedGroup(node, reached.keySet())
                    && Shown.onFx(() -> shown(node))) {
                missed.add(described(node));
            }
        }
        assertThat(missed).as("what Tab does not reach").isEmpty();
    }

    /// Whether a control looks the same with and without the focus, in itself and around it.
    private static boolean looksTheSame(Scene scene, Node node) {
        Shown.pulses(1);
        int[] with = pixels(scene, node);
        Shown.run(() -> scene.getRoot().requestFocus());
        Shown.pulses(1);
        int[] without = pixels(scene, node);
        Shown.run(node::requestFocus);
        return java.util.Arrays.equals(with, without);
    }

    private static int[] pixels(Scene scene, Node node) {
        return Shown.onFx(() -> {
            Bounds bounds = node.localToScene(node.getLayoutBounds());
            int width = (int) Math.clamp(bounds.getWidth() + 8, 1, 1440);
            int height = (int) Math.clamp(bounds.getHeight() + 8, 1, 900);
            SnapshotParameters around = new SnapshotParameters();
            around.setViewport(new Rectangle2D(bounds.getMinX() - 4, bounds.getMinY() - 4, width, height));
            WritableImage image = scene.getRoot().snapshot(around, null);
            int[] pixels = new int[width * height];
            image.getPixelReader()
                    .getPixels(
                            0,
                            0,
                            Math.min(width, (int) image.getWidth()),
                            Math.min(height, (int) image.getHeight()),
                            javafx.scene.image.PixelFormat.getIntArgbInstance(),
                            pixels,
                            0,
                            width);
            return pixels;
        });
    }

    private static List<Node> focusable(Node node) {
        List<Node> found = new ArrayList<>();
        collect(node, found);
        return found;
    }

    private static void collect(Node node, List<Node> found) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node.isFocusTraversable()) {
            found.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
        }
    }

    /// Of exclusive choices Tab reaches one, and the arrow keys the others.
    private static boolean inReachedGroup(Node node, Set<Node> reached) {
        return node instanceof Toggle toggle
                && toggle.getToggleGroup() != null
                && toggle.getToggleGroup().getToggles().stream().anyMatch(reached::contains);
    }

    private static boolean shown(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null;
    }

    /// What a screen reader says: the name given, or the text that is there to be read.
    private static String name(Node node) {
        if (node.getAccessibleText() != null) {
            return node.getAccessibleText();
        }
        return switch (node) {
            case javafx.scene.control.TextInputControl _ -> "";
            case javafx.scene.control.ComboBoxBase<?> _ -> "";
            default -> {
                Object text = node.queryAccessibleAttribute(AccessibleAttribute.TEXT);
                yield text == null ? "" : text.toString();
            }
        };
    }

    private static String described(Node node) {
        return node.getClass().getSimpleName() + node.getStyleClass() + " \"" + name(node) + "\" in "
                + (node.getParent() == null ? "" : node.getParent().getStyleClass());
    }

    private static void press(Scene scene, KeyCode code, boolean shortcut, boolean shift) {
        Shown.run(() -> {
            Node at = scene.getFocusOwner() == null
                    ? scene.getRoot().getChildrenUnmodifiable().getFirst()
                    : scene.getFocusOwner();
            at.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, shortcut, false, false));
        });
        Shown.pulses(3);
    }

    private static void awaitText(Scene scene, String text) {
        Eventually.that(
                "\"" + text + "\" shows",
                () -> Shown.onFx(() -> scene.getRoot().lookupAll(".label").stream()
                        .anyMatch(node -> node instanceof Label label && text.equals(label.getText()))));
    }
}
