package dev.slipway.command;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// The keys that a person has given to commands in place of the usual ones, kept from one start to the next. A
/// command
/// is known by its usual keys. Used on the window's thread.
public final class Keys {
    private static final String KEPT = "keys";

    private final BiConsumer<String, String> remember;
    private final Map<String, KeyCombination> own = new TreeMap<>();
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper();
    private boolean asleep;

    /// @param recall   gives the value kept under a key, or an empty text
    /// @param remember keeps one
    public Keys(UnaryOperator<String> recall, BiConsumer<String, String> remember) {
        this.remember = remember;
        for (String pair : recall.apply(KEPT).split(";", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                read(parts[1]).ifPresent(keys -> own.put(parts[0], keys));
            }
        }
    }

    /// The usual keys and no others, for a window that keeps nothing.
    public static Keys usual() {
        Map<String, String> kept = new HashMap<>();
        return new Keys(name -> kept.getOrDefault(name, ""), kept::put);
    }

    /// The keys that a command has now.
    public Optional<KeyCombination> of(Command command) {
        return command.key().map(usual -> own.getOrDefault(usual.getName(), usual));
    }

    public boolean changed(Command command) {
        return command.key().filter(usual -> own.containsKey(usual.getName())).isPresent();
    }

    /// Gives a command other keys.
    public void give(Command command, KeyCombination keys) {
        command.key().ifPresent(usual -> {
            if (usual.equals(keys)) {
                own.remove(usual.getName());
            } else {
                own.put(usual.getName(), keys);
            }
            keep();
        });
    }

    public void reset(Command command) {
        command.key().ifPresent(usual -> {
            own.remove(usual.getName());
            keep();
        });
    }

    public void resetAll() {
        own.clear();
        keep();
    }

    public boolean isUsual() {
        return own.isEmpty();
    }

    /// Changes whenever the keys do.
    public ReadOnlyIntegerProperty changes() {
        return changes.getReadOnlyProperty();
    }

    /// While it sleeps, no key stands for a command: the person is about to press one to choose it.
    public void sleep(boolean sleeps) {
        asleep = sleeps;
    }

    boolean isAsleep() {
        return asleep;
    }

    /// What was pressed, as keys that a command can have: with Ctrl, Alt or Cmd, or a function key; empty for
    /// what is no
    /// such thing, as it would get in the way of writing.
    public static Optional<KeyCombination> pressed(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code.isModifierKey() || code == KeyCode.UNDEFINED) {
            return Optional.empty();
        }
        boolean marked = event.isShortcutDown() || event.isAltDown() || event.isControlDown() || event.isMetaDown();
        if (!marked && !code.isFunctionKey()) {
            return Optional.empty();
        }
        List<String> parts = new java.util.ArrayList<>();
        if (event.isShortcutDown()) {
            parts.add("Shortcut");
        } else if (event.isControlDown()) {
            parts.add("Ctrl");
        }
        if (event.isAltDown()) {
            parts.add("Alt");
        }
        if (event.isShiftDown()) {
            parts.add("Shift");
        }
        parts.add(code.name());
        return read(String.join("+", parts));
    }

    private static Optional<KeyCombination> read(String text) {
        try {
            return Optional.of(KeyCombination.valueOf(text)).filter(KeyCodeCombination.class::isInstance);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private void keep() {
        remember.accept(
                KEPT,
                own.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().getName())
                        .collect(Collectors.joining(";")));
        changes.set(changes.get() + 1);
    }

    /// Whether two keys are the same however they are written.
    static boolean same(KeyCombination one, KeyCombination other) {
        return one.equals(other) || Arrays.equals(parts(one), parts(other));
    }

    private static String[] parts(KeyCombination keys) {
        String[] parts = keys.getName().toUpperCase(java.util.Locale.ROOT).split("\\+", -1);
        Arrays.sort(parts);
        return parts;
    }
}
