package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// A picture over the transcript: as large as there is room, larger with the wheel or the keys + and −, away with
/// Escape.
final class LargePicture extends VBox {
    private static final double STEP = 1.25;

    private final ImageView view = new ImageView();
    private final StackPane frame = new StackPane(view);
    private final ScrollPane pane = new ScrollPane(frame);
    private final HBox head = new HBox(8);
    private final Runnable closed;
    private double zoom = 1;

    /// @param closed hears that it is away
    LargePicture(Runnable closed) {
        this.closed = closed;
        getStyleClass().add("large-picture");
        pane.setFitToWidth(true);
        pane.setFitToHeight(true);
        pane.setPannable(true);
        pane.getStyleClass().addAll("edge-to-edge", "large-picture-pane");
        VBox.setVgrow(pane, Priority.ALWAYS);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("large-picture-head");
        getChildren().addAll(head, pane);
        view.setPreserveRatio(true);
        view.setSmooth(true);
        setFocusTraversable(true);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        pane.addEventFilter(ScrollEvent.SCROLL, event -> {
            zoom(event.getDeltaY() > 0 ? STEP : 1 / STEP);
            event.consume();
        });
        frame.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (!view.equals(event.getTarget()) && event.isStillSincePress()) {
                close();
            }
        });
        pane.widthProperty().subscribe(this::fit);
        pane.heightProperty().subscribe(this::fit);
        Nodes.show(this, false);
    }

    void show(Pictures.Large picture) {
        view.setImage(picture.image());
        view.setAccessibleText(picture.words());
        zoom = 1;
        String size = Math.round(picture.image().getWidth()) + " × "
                + Math.round(picture.image().getHeight());
        head.getChildren()
                .setAll(
                        Nodes.label(picture.words(), "large-picture-words"),
                        Nodes.label(size, "muted"),
                        Nodes.spacer(),
                        Nodes.button("−", () -> zoom(1 / STEP), "flat", "small"),
                        Nodes.button("100 %", this::actual, "flat", "small"),
                        Nodes.button("+", () -> zoom(STEP), "flat", "small"),
                        close(Words.text("picture.close")));
        Nodes.show(this, true);
        fit();
        requestFocus();
    }

    private Node close(String words) {
        return Nodes.iconButton(Icon.CLOSE, words, this::close);
    }

    private void close() {
        Nodes.show(this, false);
        view.setImage(null);
        closed.run();
    }

    private void actual() {
        zoom = 1 / fitting();
        fit();
    }

    private void zoom(double by) {
        zoom = Math.clamp(zoom * by, 0.2, 20);
        fit();
    }

    private double fitting() {
        if (view.getImage() == null) {
            return 1;
        }
        double wide = Math.max(50, pane.getWidth() - 40) / view.getImage().getWidth();
        double high = Math.max(50, pane.getHeight() - 40) / view.getImage().getHeight();
        return Math.min(1, Math.min(wide, high));
    }

    private void fit() {
        if (view.getImage() != null) {
            view.setFitWidth(view.getImage().getWidth() * fitting() * zoom);
        }
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            close();
        } else if (event.getCode() == KeyCode.PLUS
                || event.getCode() == KeyCode.ADD
                || event.getCode() == KeyCode.EQUALS) {
            zoom(STEP);
        } else if (event.getCode() == KeyCode.MINUS || event.getCode() == KeyCode.SUBTRACT) {
            zoom(1 / STEP);
        } else {
            return;
        }
        event.consume();
    }
}
