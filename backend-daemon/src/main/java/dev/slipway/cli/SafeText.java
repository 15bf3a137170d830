package dev.slipway.cli;

/// Makes text from a model, a tool or a repository safe to print: what could rewrite, scroll, rename or question the
/// terminal is dropped, and only colours stay. Text may come in pieces cut anywhere, also within a sequence; one object
/// filters one stream.
///
/// The sequences are those of ECMA-48: `ESC [ … final` (CSI), strings begun by `ESC ]`, `P`, `X`, `^`, `_` and ended by
/// BEL or `ESC \`, and their one-character forms U+0080 to U+009F.
final class SafeText {
    /// A string sequence that goes on for longer hides text rather than sets a title.
    private static final int MAX_STRING = 4096;

    private static final int MAX_COLOUR = 40;

    private enum State {
        TEXT,
        ESCAPE,
        CONTROL,
        STRING,
        STRING_ESCAPE
    }

    private final boolean colours;
    private final StringBuilder sequence = new StringBuilder();
    private State state = State.TEXT;
    private int skipped;
    private boolean coloured;
    private boolean afterReturn;

    SafeText(boolean colours) {
        this.colours = colours;
    }

    /// All of one text, complete in itself.
    static String of(String text, boolean colours) {
        SafeText filter = new SafeText(colours);
        return filter.next(text) + filter.end();
    }

    /// On one line, without colours and at most `width` characters long.
    static String line(String text, int width) {
        String line = of(text, false).replaceAll("\\s+", " ").strip();
        return line.length() <= width
                ? line
                : line.substring(0, Math.max(0, width - 1)).stripTrailing() + "…";
    }

    /// The safe part of the next piece.
    String next(String piece) {
        StringBuilder out = new StringBuilder(piece.length());
        for (int i = 0; i < piece.length(); i++) {
            take(piece.charAt(i), out);
        }
        return out.toString();
    }

    /// What has to be printed after the last piece, so that a colour does not run on into what follows.
    String end() {
        state = State.TEXT;
        String reset = coloured ? "\u001b[0m" : "";
        coloured = false;
        return reset;
    }

    private void take(char c, StringBuilder out) {
        switch (state) {
            case TEXT -> text(c, out);
            case ESCAPE -> escape(c, out);
            case CONTROL -> control(c, out);
            case STRING, STRING_ESCAPE -> string(c, out);
        }
    }

    private void text(char c, StringBuilder out) {
        if (afterReturn) {
            afterReturn = false;
            // A lone carriage return starts a progress line anew; as lines can't be overwritten here, it begins one.
            if (c != '\n') {
                out.append('\n');
            }
        }
        switch (c) {
            case '\n', '\t' -> out.append(c);
            case '\r' -> afterReturn = true;
            case '\u001b' -> state = State.ESCAPE;
            case '\u009b' -> begin(State.CONTROL);
            case '\u0090', '\u0098', '\u009d', '\u009e', '\u009f' -> begin(State.STRING);
            default -> {
                if (!Character.isISOControl(c) && !reordersText(c)) {
                    out.append(c);
                }
            }
        }
    }

    private void escape(char c, StringBuilder out) {
        switch (c) {
            case '[' -> begin(State.CONTROL);
            case ']', 'P', 'X', '^', '_' -> begin(State.STRING);
            case '\u001b' -> state = State.ESCAPE;
            default -> {
                // `ESC ( B` and its like have intermediate characters before their final one.
                if (c < 0x20 || c > 0x2f) {
                    state = State.TEXT;
                }
                if (c == '\n') {
                    text(c, out);
                }
            }
        }
    }

    private void control(char c, StringBuilder out) {
        if (c >= 0x40 && c <= 0x7e) {
            state = State.TEXT;
            if (c == 'm' && colours && sequence.length() <= MAX_COLOUR && isPlain(sequence)) {
                out.append("\u001b[").append(sequence).append('m');
                coloured = true;
            }
        } else if (c < 0x20 || c > 0x7e) {
            state = State.TEXT;
            text(c, out);
        } else if (sequence.length() <= MAX_COLOUR) {
            sequence.append(c);
        }
    }

    private void string(char c, StringBuilder out) {
        boolean afterEscape = state == State.STRING_ESCAPE;
        state = c == '\u001b' ? State.STRING_ESCAPE : State.STRING;
        if (c == '\u0007' || c == '\u009c' || (afterEscape && c == '\\')) {
            state = State.TEXT;
        } else if (c == '\n' || ++skipped > MAX_STRING) {
            state = State.TEXT;
            text(c, out);
        }
    }

    private void begin(State next) {
        state = next;
        sequence.setLength(0);
        skipped = 0;
    }

    private static boolean isPlain(CharSequence parameters) {
        return parameters.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':');
    }

    /// The characters that make a line read otherwise than it is.
    private static boolean reordersText(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }
}
