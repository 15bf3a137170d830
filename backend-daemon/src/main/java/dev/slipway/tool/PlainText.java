package dev.slipway.tool;

/// Strips what a terminal would act on from text that comes in pieces: escape sequences, overwritten progress lines,
/// backspaces, other control characters. What remains is what a person would have seen.
final class PlainText {
    private enum State {
        TEXT,
        ESCAPE,
        /// `ESC [`: ends at a byte from `@` to `~`.
        CONTROL_SEQUENCE,
        /// `ESC ]` and its kin: ends at BEL or `ESC \`.
        STRING,
        STRING_ESCAPE,
        /// `ESC (` and its kin: one more character.
        DESIGNATION
    }

    private static final int LONGEST_LINE = 8192;

    private final StringBuilder line = new StringBuilder();
    private State state = State.TEXT;
    private boolean returned;

    /// @return the lines that this piece completes
    String add(CharSequence piece) {
        StringBuilder out = new StringBuilder(piece.length());
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            switch (state) {
                case TEXT -> text(c, out);
                case ESCAPE ->
                    state = switch (c) {
                        case '[' -> State.CONTROL_SEQUENCE;
                        case ']', 'P', 'X', '^', '_' -> State.STRING;
                        case '(', ')', '*', '+', '#', '%', ' ' -> State.DESIGNATION;
                        default -> State.TEXT;
                    };
                case CONTROL_SEQUENCE -> {
                    if (c >= '@' && c <= '~') {
                        state = State.TEXT;
                    }
                }
                case STRING -> {
                    if (c == '\u0007' || c == '\n') {
                        state = State.TEXT;
                    } else if (c == '\u001b') {
                        state = State.STRING_ESCAPE;
                    }
                }
                case STRING_ESCAPE -> state = c == '\\' ? State.TEXT : State.STRING;
                case DESIGNATION -> state = State.TEXT;
            }
        }
        return out.toString();
    }

    /// @return the last line, which has no end
    String finish() {
        String rest = line.toString();
        line.setLength(0);
        return rest;
    }

    private void text(char c, StringBuilder out) {
        if (returned && c != '\n' && c != '\r') {
            line.setLength(0);
            returned = false;
        }
        switch (c) {
            case '\u001b' -> state = State.ESCAPE;
            case '\n' -> {
                returned = false;
                out.append(line).append('\n');
                line.setLength(0);
            }
            case '\r' -> returned = true;
            case '\b' -> line.setLength(Math.max(0, line.length() - 1));
            default -> {
                if (c == '\t' || !Character.isISOControl(c)) {
                    line.append(c);
                }
            }
        }
        if (line.length() >= LONGEST_LINE) {
            out.append(line);
            line.setLength(0);
        }
    }
}
