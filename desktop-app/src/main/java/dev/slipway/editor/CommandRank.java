package dev.slipway.editor;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How well a command fits what was typed after the slash.
final class CommandRank {
    static final int NONE = -1;

    private CommandRank() {}

    /// 0 is the best: the name begins so, then a part of it does, then it holds the letters together, then in this
    /// order, then the description has the word.
    static int of(String name, String detail, String query) {
        String wanted = query.toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith(wanted)) {
            return 0;
        }
        if (lower.matches(".*[:_.-]" + java.util.regex.Pattern.quote(wanted) + ".*")) {
            return 1;
        }
        if (lower.contains(wanted)) {
            return 2;
        }
        if (matched(lower, wanted).size() == wanted.length()) {
            return 3;
        }
        return wanted.length() > 2 && detail.toLowerCase(Locale.ROOT).contains(wanted) ? 4 : NONE;
    }

    /// Where the letters of the query stand in the name, as far as they do.
    static List<Integer> matched(String name, String query) {
        String lower = name.toLowerCase(Locale.ROOT);
        String wanted = query.toLowerCase(Locale.ROOT);
        int together = lower.indexOf(wanted);
        if (together >= 0) {
            return IntStream.range(together, together + wanted.length()).boxed().toList();
        }
        List<Integer> places = new java.util.ArrayList<>();
        int at = -1;
        for (int i = 0; i < wanted.length(); i++) {
            at = lower.indexOf(wanted.charAt(i), at + 1);
            if (at < 0) {
                return List.of();
            }
            places.add(at);
        }
        return List.copyOf(places);
    }
}
