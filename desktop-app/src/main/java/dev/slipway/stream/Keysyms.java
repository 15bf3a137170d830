package dev.slipway.stream;

import dev.slipway.rfb.RemoteKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.KeyCode;

/// Keys that write nothing, with their X keysyms (keysymdef.h) and places on a PC's keyboard (scan code set 1).
final class Keysyms {
    private static final Map<KeyCode, RemoteKey> KEYS = new EnumMap<>(KeyCode.class);

    static {
        put(KeyCode.BACK_SPACE, 0xff08, 0x0e);
        put(KeyCode.TAB, 0xff09, 0x0f);
        put(KeyCode.ENTER, 0xff0d, 0x1c);
        put(KeyCode.ESCAPE, 0xff1b, 0x01);
        put(KeyCode.DELETE, 0xffff, 0xd3);
        put(KeyCode.INSERT, 0xff63, 0xd2);
        put(KeyCode.HOME, 0xff50, 0xc7);
        put(KeyCode.LEFT, 0xff51, 0xcb);
        put(KeyCode.UP, 0xff52, 0xc8);
        put(KeyCode.RIGHT, 0xff53, 0xcd);
        put(KeyCode.DOWN, 0xff54, 0xd0);
        put(KeyCode.PAGE_UP, 0xff55, 0xc9);
        put(KeyCode.PAGE_DOWN, 0xff56, 0xd1);
        put(KeyCode.END, 0xff57, 0xcf);
        put(KeyCode.KP_LEFT, 0xff51, 0xcb);
        put(KeyCode.KP_UP, 0xff52, 0xc8);
        put(KeyCode.KP_RIGHT, 0xff53, 0xcd);
        put(KeyCode.KP_DOWN, 0xff54, 0xd0);
        put(KeyCode.PRINTSCREEN, 0xff61, 0xb7);
        put(KeyCode.PAUSE, 0xff13, 0);
        put(KeyCode.SCROLL_LOCK, 0xff14, 0x46);
        put(KeyCode.CONTEXT_MENU, 0xff67, 0xdd);
        put(KeyCode.CANCEL, 0xff69, 0);
        put(KeyCode.HELP, 0xff6a, 0);
        put(KeyCode.UNDO, 0xff65, 0);
        put(KeyCode.AGAIN, 0xff66, 0);
        put(KeyCode.SHIFT, 0xffe1, 0x2a);
        put(KeyCode.CONTROL, 0xffe3, 0x1d);
        put(KeyCode.ALT, 0xffe9, 0x38);
        put(KeyCode.META, 0xffeb, 0xdb);
        put(KeyCode.WINDOWS, 0xffeb, 0xdb);
        put(KeyCode.COMMAND, 0xffeb, 0xdb);
        // Only the meaning: where the layout there has no such key, its place would be the right Alt.
        put(KeyCode.ALT_GRAPH, 0xfe03, 0);
        int[] function = {0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x40, 0x41, 0x42, 0x43, 0x44, 0x57, 0x58};
        for (int i = 0; i < 24; i++) {
            put(KeyCode.valueOf("F" + (i + 1)), 0xffbe + i, i < function.length ? function[i] : 0);
        }
    }

    private Keysyms() {}

    private static void put(KeyCode code, int symbol, int place) {
        KEYS.put(code, new RemoteKey(symbol, place));
    }

    static Optional<RemoteKey> of(KeyCode code) {
        return Optional.ofNullable(KEYS.get(code));
    }
}
