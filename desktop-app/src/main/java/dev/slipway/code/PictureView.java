package dev.slipway.code;

import dev.slipway.control.Nodes;
import dev.slipway.model.code.FileContent;
import dev.slipway.words.Words;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// A picture before and after, side by side.
final class PictureView extends ScrollPane {
    private static final double WIDEST = 420;

    PictureView(FileView view) {
        getStyleClass().addAll("edge-to-edge", "pictures");
        setFitToWidth(true);
        HBox both = new HBox(16);
        both.setAlignment(Pos.TOP_CENTER);
        both.getStyleClass().add("picture-row");
        view.before().ifPresent(before -> both.getChildren().add(one(Words.text("code.picture.before"), before)));
        view.after()
                .filter(after -> after.size() > 0)
                .ifPresent(after -> both.getChildren().add(one(Words.text("code.picture.after"), after)));
        setContent(both);
    }

    private VBox one(String title, FileContent content) {
        Optional<Image> image = content.base64()
                .map(text ->
                        new Image(new ByteArrayInputStream(Base64.getDecoder().decode(text))));
        VBox column = new VBox(8);
        column.setAlignment(Pos.TOP_CENTER);
        HBox.setHgrow(column, Priority.ALWAYS);
        Label facts = Nodes.label(
                image.filter(there -> !there.isError())
                        .map(there -> Words.text(
                                "code.picture.size",
                                title,
                                Math.round(there.getWidth()),
                                Math.round(there.getHeight()),
                                Math.max(1, content.size() / 1024)))
                        .orElse(title),
                "hint");
        column.getChildren().add(facts);
        image.filter(there -> !there.isError())
                .ifPresentOrElse(
                        there -> {
                            ImageView shown = new ImageView(there);
                            shown.setPreserveRatio(true);
                            shown.setFitWidth(Math.min(WIDEST, there.getWidth()));
                            shown.setAccessibleText(title);
                            StackPane frame = new StackPane(shown);
                            frame.getStyleClass().add("picture-frame");
                            frame.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
                            column.getChildren().add(frame);
                        },
                        () -> column.getChildren().add(Nodes.label(Words.text("code.picture.broken"), "muted")));
        return column;
    }
}
