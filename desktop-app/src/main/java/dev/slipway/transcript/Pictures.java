package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.BlobId;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;

/// Shows the session's images: small ones of a size that is known before they are here, so that nothing jumps, which
/// open large on a click. It also brings whole outputs.
final class Pictures {
    static final double WIDE = 232;
    static final double HIGH = 146;
    private static final int KEPT = 24;
    private static final Pattern BLOB = Pattern.compile("(?:blob:|.*/blobs/)([0-9a-f]{64})");

    private static final class Kept<V> extends LinkedHashMap<BlobId, V> {
        private static final long serialVersionUID = 1L;

        Kept() {
            super(KEPT, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobId, V> eldest) {
            return size() > KEPT;
        }
    }

    private final Outside outside;
    private final Consumer<Large> enlarge;
    private final Map<BlobId, Image> images = new Kept<>();
    private final Map<BlobId, String> texts = new Kept<>();

    /// A picture to be shown large.
    record Large(Image image, String words) {}

    /// @param enlarge shows a picture large
    Pictures(Outside outside, Consumer<Large> enlarge) {
        this.outside = outside;
        this.enlarge = enlarge;
    }

    /// A picture of a text; empty when it is not one of the session's.
    Optional<Node> inText(String target, String words) {
        Matcher blob = BLOB.matcher(target);
        return blob.matches() ? Optional.of(thumbnail(new BlobId(blob.group(1)), words)) : Optional.empty();
    }

    Optional<Node> thumbnails(List<BlobId> blobs) {
        if (blobs.isEmpty()) {
            return Optional.empty();
        }
        FlowPane row = new FlowPane(8, 8);
        row.getStyleClass().add("thumbnails");
        blobs.forEach(blob -> row.getChildren().add(thumbnail(blob, Words.text("picture.screenshot"))));
        return Optional.of(row);
    }

    /// @param words what is in it, for those who can't see it
    Node thumbnail(BlobId blob, String words) {
        String name = words.isBlank() ? Words.text("text.picture") : words;
        StackPane place = new StackPane(Icon.IMAGE.node(22));
        place.setMinSize(WIDE, HIGH);
        place.setMaxSize(WIDE, HIGH);
        Button button = new Button("", place);
        button.getStyleClass().add("thumbnail");
        button.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        Image kept = images.get(blob);
        if (kept != null) {
            fill(button, place, kept, name);
        } else {
            load(blob, button, place, name);
        }
        return button;
    }

    private void load(BlobId blob, Button button, StackPane place, String name) {
        button.setOnAction(null);
        place.getChildren().setAll(Icon.IMAGE.node(22));
        outside.work()
                .start(
                        () -> new Image(new ByteArrayInputStream(outside.blobs().get(blob))),
                        image -> {
                            if (image.isError()) {
                                fail(blob, button, place, name, Words.text("picture.broken"));
                            } else {
                                images.put(blob, image);
                                fill(button, place, image, name);
                            }
                        },
                        problem -> fail(blob, button, place, name, words(problem)));
    }

    private void fill(Button button, StackPane place, Image image, String name) {
        ImageView view = new ImageView(image);
        view.setPreserveRatio(true);
        view.setSmooth(true);
        double scale = Math.min(1, Math.min(WIDE / image.getWidth(), HIGH / image.getHeight()));
        view.setFitWidth(image.getWidth() * scale);
        place.getChildren().setAll(view);
        button.setOnAction(_ -> enlarge.accept(new Large(image, name)));
    }

    private void fail(BlobId blob, Button button, StackPane place, String name, String why) {
        Label words = Nodes.label(name + "\n" + why, "picture-missing");
        words.setGraphic(Icon.IMAGE.node(18));
        words.setContentDisplay(javafx.scene.control.ContentDisplay.TOP);
        words.setAlignment(Pos.CENTER);
        words.setWrapText(true);
        place.getChildren().setAll(words);
        button.setAccessibleText(name + ", " + why);
        button.setOnAction(_ -> load(blob, button, place, name));
    }

    private static String words(Problem problem) {
        return switch (problem.kind()) {
            case UNKNOWN -> Words.text("picture.gone");
            case UNAVAILABLE -> Words.text("picture.offline");
            default -> problem.title();
        };
    }

    /// The text of a blob, if it has been brought.
    Optional<String> text(BlobId blob) {
        return Optional.ofNullable(texts.get(blob));
    }

    /// Brings the text of a blob, then calls back; in the other case tells why not.
    void bring(BlobId blob, Runnable then, Consumer<Problem> failed) {
        outside.work()
                .start(
                        () -> new String(outside.blobs().get(blob), StandardCharsets.UTF_8),
                        text -> {
                            texts.put(blob, text);
                            then.run();
                        },
                        failed);
    }
}
