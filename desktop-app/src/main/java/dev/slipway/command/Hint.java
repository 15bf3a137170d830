package dev.slipway.command;

import java.util.Arrays;
import java.util.List;
import javafx.scene.input.KeyCombination;

/// Keys and what they do, as the sheet shows them.
/// @param keys any of them does it; as this system writes them
record Hint(Place place, String text, List<String> keys) {
    static Hint of(Place place, String text, String... names) {
        return new Hint(place, text, Arrays.stream(names).map(Hint::written).toList());
    }

    static String written(KeyCombination key) {
        return key.getDisplayText().replace("\u21b5", "Enter").replace("ESCAPE", "Esc");
    }

    /// A sign that is typed, such as `@`, stands for itself.
    private static String written(String name) {
        return name.length() == 1 && !Character.isLetterOrDigit(name.charAt(0))
                ? name
                : written(KeyCombination.valueOf(name));
    }
}
