package dev.slipway.text;

import dev.slipway.control.Nodes;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A difference line by line, with colours of its language.
public final class DiffView extends VBox {
    /// @param language a file's ending, such as `java`
    /// @param numbers  whether lines show their numbers
    public DiffView(List<DiffLine> lines, String language, boolean numbers) {
        getStyleClass().add("diff");
        lines.forEach(line -> getChildren().add(row(line, language, numbers)));
    }

    /// The language of a file, by its ending.
    public static String language(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    public static HBox row(DiffLine line, String language, boolean numbers) {
        HBox row = new HBox();
        row.getStyleClass().addAll("diff-line", "diff-" + line.kind().name().toLowerCase(Locale.ROOT));
        if (line.kind() == DiffLine.Kind.GAP) {
            row.getChildren().add(Nodes.label(line.text().isBlank() ? "⋯" : "⋯  " + line.text(), "diff-gap-text"));
            return row;
        }
        if (numbers) {
            row.getChildren().addAll(number(line.oldNumber()), number(line.newNumber()));
        }
        Label sign = Nodes.label(
                switch (line.kind()) {
                    case ADDED -> "+";
                    case REMOVED -> "−";
                    case SAME, GAP -> " ";
                },
                "diff-sign");
        sign.setMinWidth(Region.USE_PREF_SIZE);
        Prose text = Prose.of(Highlighter.spans(Lines.cut(line.text()), language), _ -> {}, "diff-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        row.getChildren().addAll(sign, text);
        return row;
    }

    private static Label number(int number) {
        Label label = Nodes.label(number == 0 ? "" : String.valueOf(number), "diff-number");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setAlignment(Pos.TOP_RIGHT);
        return label;
    }
}
