package dev.slipway.command;

import dev.slipway.theme.Icon;
import java.util.Optional;
import javafx.scene.input.KeyCombination;

/// Something to do or a place to go.
/// @param text  in the person's language
/// @param more  what stands beside it, such as a session's repository
/// @param place where its keys stand on the sheet
public record Command(Icon icon, String text, String more, Optional<KeyCombination> key, Place place, Runnable action) {

    /// A command with keys, such as `Shortcut+K`.
    public static Command of(Icon icon, String text, String keys, Runnable action) {
        return new Command(icon, text, "", Optional.of(KeyCombination.valueOf(keys)), Place.EVERYWHERE, action);
    }

    /// A place that the palette finds.
    public static Command place(Icon icon, String text, String more, Runnable action) {
        return new Command(icon, text, more, Optional.empty(), Place.EVERYWHERE, action);
    }

    /// The same in another part of the sheet.
    public Command in(Place other) {
        return new Command(icon, text, more, key, other, action);
    }
}
