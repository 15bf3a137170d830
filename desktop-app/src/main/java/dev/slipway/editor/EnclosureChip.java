package dev.slipway.editor;

import dev.slipway.control.Nodes;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;

/// A file that goes with a prompt: what it looks like, its name and size, and a way to leave it out.
final class EnclosureChip extends HBox {
    private static final double PICTURE = 34;

    EnclosureChip(EditorModel model, NewAttachment file) {
        super(8);
        getStyleClass().add("attachment-chip");
        setAlignment(Pos.CENTER_LEFT);
        StackPane face = new StackPane();
        face.getStyleClass().add("attachment-face");
        face.setMinSize(PICTURE, PICTURE);
        face.setMaxSize(PICTURE, PICTURE);
        boolean image = file.mediaType().startsWith("image/");
        face.getChildren().add((image ? Icon.IMAGE : Icon.FILE).node(16));
        long bytes = Enclosures.bytes(file);
        Label name = Nodes.label(file.name(), "attachment-name");
        name.setMaxWidth(200);
        boolean unseen = image && bytes > Enclosures.LARGEST_IMAGE;
        Label size = Nodes.label(
                unseen ? Words.text("editor.imageTooLarge", Enclosures.size(bytes)) : Enclosures.size(bytes),
                unseen ? "attachment-warning" : "attachment-size");
        Tooltip.install(this, new Tooltip(file.name() + "\n" + file.mediaType()));
        Button remove =
                Nodes.iconButton(Icon.CLOSE, Words.text("composer.detach", file.name()), () -> model.remove(file));
        remove.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
                model.remove(file);
                event.consume();
            }
        });
        getChildren().addAll(face, new VBox(name, size));
        if (model.canBeWritten(file)) {
            getChildren().add(Nodes.iconButton(Icon.PENCIL, Words.text("editor.writePasted"), () -> model.write(file)));
        }
        getChildren().add(remove);
        if (image) {
            model.work()
                    .start(
                            () -> new Image(
                                    new ByteArrayInputStream(Base64.getDecoder().decode(file.content())),
                                    2 * PICTURE,
                                    2 * PICTURE,
                                    true,
                                    true),
                            picture -> show(face, picture),
                            // The icon stays: it may be of a kind that this window can't draw.
                            _ -> {});
        }
    }

    private static void show(StackPane face, Image picture) {
        if (!picture.isError()) {
            ImageView view = new ImageView(picture);
            view.setPreserveRatio(true);
            if (picture.getWidth() < picture.getHeight()) {
                view.setFitWidth(PICTURE);
            } else {
                view.setFitHeight(PICTURE);
            }
            Rectangle clip = new Rectangle(PICTURE, PICTURE);
            clip.setArcWidth(8);
            clip.setArcHeight(8);
            face.setClip(clip);
            face.getChildren().setAll(view);
        }
    }
}
