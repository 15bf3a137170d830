package dev.slipway.editor;

import java.util.Optional;

/// The word at the caret that asks for a list: `@bask` for files, `/fi` for commands.
/// @param from  where it begins, with its sign
/// @param to    where it ends
/// @param query what stands between its sign and the caret
record Trigger(Kind kind, int from, int to, String query) {
    enum Kind {
        FILE,
        COMMAND,
        HISTORY
    }

    private static final int LONGEST = 200;

    /// A command stands at the beginning of a text only; a file anywhere that a word can begin.
    static Optional<Trigger> at(String text, int caret) {
        int from = caret;
        while (from > 0 && caret - from < LONGEST && !Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        int to = caret;
        while (to < text.length() && to - caret < LONGEST && !Character.isWhitespace(text.charAt(to))) {
            to++;
        }
        if (from == 0 && caret > 0 && text.charAt(0) == '/') {
            String query = text.substring(1, caret);
            return query.contains("/") ? Optional.empty() : Optional.of(new Trigger(Kind.COMMAND, 0, to, query));
        }
        for (int at = caret - 1; at >= from; at--) {
            if (text.charAt(at) == '@') {
                boolean begins = at == 0 || !isWord(text.charAt(at - 1));
                return begins
                        ? Optional.of(new Trigger(Kind.FILE, at, to, text.substring(at + 1, caret)))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '@' || c == '/' || c == '`';
    }

    /// How a prompt mentions a file, so that the server knows it for one.
    static String mention(String path) {
        boolean plain = path.chars().noneMatch(c -> Character.isWhitespace(c) || "\"'`<>()[]{},;@".indexOf(c) >= 0)
                && !path.matches(".*[.:!?…]");
        if (!plain) {
            return "@\"" + path + "\"";
        }
        boolean file = path.contains("/") || path.matches("(?s).*\\.[A-Za-z]\\w{0,15}");
        return file ? "@" + path : "@./" + path;
    }
}
