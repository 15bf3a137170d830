package dev.slipway.control;

import dev.slipway.model.account.Author;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/// A person as a disc with initials, in a colour that is always the same for them.
public final class Avatar extends Label {
    private static final int COLOURS = 8;

    /// @param size its diameter, in pixels
    public Avatar(Author author, double size) {
        super(initials(author.name()));
        getStyleClass()
                .addAll(
                        "avatar",
                        "avatar-" + Math.floorMod(author.user().value().hashCode(), COLOURS));
        setMinSize(size, size);
        setPrefSize(size, size);
        setMaxSize(size, size);
        setStyle("-fx-font-size: " + Math.round(size * 0.42) + "px;");
        setTooltip(new Tooltip(author.name()));
        setAccessibleText(author.name());
    }

    static String initials(String name) {
        String[] parts = name.strip().split("\\s+", -1);
        String first = firstLetter(parts[0]);
        return (parts.length == 1 ? first : first + firstLetter(parts[parts.length - 1])).toUpperCase(Locale.ROOT);
    }

    private static String firstLetter(String word) {
        return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
    }
}
