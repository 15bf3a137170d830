package dev.slipway.stream;

import dev.slipway.rfb.RemoteKey;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// Turns the keys of this keyboard, whatever its layout, into those of another one. What writes text is known
/// by the text, which JavaFX tells right after the key: so dead keys, AltGr and other scripts need no table. A
/// key that writes nothing is known by its code. A shortcut is known by what its key writes alone.
final class Keyboard {
    private static final Set<KeyCode> LOCKS = EnumSet.of(KeyCode.CAPS, KeyCode.NUM_LOCK);

    private final BiConsumer<RemoteKey, Boolean> out;
    private final Map<KeyCode, RemoteKey> down = new EnumMap<>(KeyCode.class);
    private Optional<KeyCode> writing = Optional.empty();

    /// @param out told of each key that goes down (true) or up
    Keyboard(BiConsumer<RemoteKey, Boolean> out) {
        this.out = out;
    }

    void pressed(KeyEvent event) {
        KeyCode code = event.getCode();
        writing = Optional.empty();
        // What locks is in the text already.
        if (LOCKS.contains(code)) {
            return;
        }
        Optional<RemoteKey> known = Keysyms.of(code);
        if (known.isPresent()) {
            press(code, known.get());
            return;
        }
        boolean shortcut = (event.isControlDown() || event.isAltDown() || event.isMetaDown()) && !writesByAltGr(event);
        if (shortcut) {
            ofShortcut(event).ifPresent(key -> press(code, key));
        } else {
            writing = Optional.of(code);
        }
    }

    void typed(KeyEvent event) {
        String text = event.getCharacter();
        Optional<KeyCode> key = writing;
        boolean shortcut = (event.isControlDown() || event.isAltDown() || event.isMetaDown()) && !writesByAltGr(event);
        if (shortcut || !isText(text)) {
            return;
        }
        if (key.isPresent() && text.codePointCount(0, text.length()) == 1) {
            withoutAltGr(() -> press(key.get(), RemoteKey.of(text.codePointAt(0))));
        } else {
            write(text);
        }
    }

    void released(KeyEvent event) {
        RemoteKey key = down.remove(event.getCode());
        if (key != null) {
            out.accept(key, false);
        }
    }

    /// What an input method composed.
    void composed(InputMethodEvent event) {
        if (isText(event.getCommitted())) {
            write(event.getCommitted());
        }
    }

    /// Lets go of every key: nobody will tell when they come up.
    void leave() {
        down.values().forEach(key -> out.accept(key, false));
        down.clear();
        writing = Optional.empty();
    }

    private void write(String text) {
        withoutAltGr(() -> text.codePoints().forEach(point -> {
            RemoteKey key = RemoteKey.of(point);
            out.accept(key, true);
            out.accept(key, false);
        }));
    }

    /// The text is the outcome of AltGr (Windows tells it as Ctrl and Alt), which there would make another one
    /// of it.
    private void withoutAltGr(Runnable writes) {
        boolean windows = down.containsKey(KeyCode.CONTROL) && down.containsKey(KeyCode.ALT);
        Set<KeyCode> lifted = EnumSet.noneOf(KeyCode.class);
        for (KeyCode code : new KeyCode[] {KeyCode.ALT_GRAPH, KeyCode.CONTROL, KeyCode.ALT}) {
            if (down.containsKey(code) && (windows || code == KeyCode.ALT_GRAPH)) {
                lifted.add(code);
            }
        }
        lifted.forEach(code -> out.accept(held(code), false));
        writes.run();
        lifted.forEach(code -> out.accept(held(code), true));
    }

    private RemoteKey held(KeyCode code) {
        return Optional.ofNullable(down.get(code)).orElseThrow();
    }

    private void press(KeyCode code, RemoteKey key) {
        RemoteKey before = down.put(code, key);
        if (before != null && !before.equals(key)) {
            out.accept(before, false);
        }
        out.accept(key, true);
    }

    private boolean writesByAltGr(KeyEvent event) {
        return down.containsKey(KeyCode.ALT_GRAPH) || (event.isControlDown() && event.isAltDown() && isPlain(event));
    }

    /// Ctrl+Alt with a letter or digit is a shortcut unless it writes something else.
    private static boolean isPlain(KeyEvent event) {
        String text = event.getEventType() == KeyEvent.KEY_TYPED ? event.getCharacter() : event.getText();
        return isText(text) && !text.equalsIgnoreCase(event.getCode().getChar());
    }

    private static Optional<RemoteKey> ofShortcut(KeyEvent event) {
        String text = event.getCode().getChar();
        if (!isText(text)) {
            text = event.getText();
        }
        if (!isText(text)) {
            return Optional.empty();
        }
        int point = text.codePointAt(0);
        return Optional.of(
                RemoteKey.of(event.isShiftDown() ? Character.toUpperCase(point) : Character.toLowerCase(point)));
    }

    private static boolean isText(String text) {
        return !text.isEmpty() && text.codePoints().noneMatch(point -> point < 0x20 || point == 0x7f);
    }
}
