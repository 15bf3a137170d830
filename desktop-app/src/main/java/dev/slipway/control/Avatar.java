package dev.slipway.control;

import dev.slipway.model.account.Author;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// A person as a disc with initials, in a colour that is always the same for them.
public final class Avatar extends Label {
    private static final int COLOURS = 8;

    private final Tooltip name = new Tooltip();
    private @Nullable Author shown;

    /// @param size its diameter, in pixels
    public Avatar(Author author, double size) {
        getStyleClass().addAll("avatar", "avatar-0");
        setMinSize(size, size);
        setPrefSize(size, size);
        setMaxSize(size, size);
        setStyle("-fx-font-size: " + Math.round(size * 0.42) + "px;");
        setTooltip(name);
        show(author);
    }

    /// Shows somebody else, for lists that use their cells again.
    public void show(Author author) {
        if (author.equals(shown)) {
            return;
        }
        shown = author;
        setText(initials(author.name()));
        getStyleClass()
                .set(
                        getStyleClass().size() - 1,
                        "avatar-" + Math.floorMod(author.user().value().hashCode(), COLOURS));
        name.setText(author.name());
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
