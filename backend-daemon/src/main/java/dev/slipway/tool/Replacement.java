package dev.slipway.tool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An exact replacement in a text. Texts hold one character for each byte of UTF-8.
final class Replacement {
    private static final int EXCERPT_AROUND = 3;
    private static final int EXCERPT_LINES = 40;
    private static final int LINES_NAMED = 20;

    private final String oldText;
    private final String newText;
    private final boolean all;

    Replacement(String oldText, String newText, boolean all) throws BadArgumentsException {
        if (oldText.isEmpty()) {
            throw new BadArgumentsException("old_text is empty. To create a file or replace all of it, use write.");
        }
        if (oldText.equals(newText)) {
            throw new BadArgumentsException("old_text and new_text are the same, so there is nothing to change.");
        }
        this.oldText = bytes(oldText);
        this.newText = bytes(newText);
        this.all = all;
    }

    /// @param text    the whole file after it
    /// @param lines   where it was done, from 1, the first few
    /// @param excerpt the lines around the first place as they are now
    record Done(String text, List<Integer> lines, String excerpt) {}

    /// @param name of the file, for messages
    Done in(String text, String name) throws BadArgumentsException {
        String from = oldText;
        String to = newText;
        if (!text.contains(from) && text.contains("\r\n")) {
            from = crlf(oldText);
            to = crlf(newText);
        }
        List<Integer> places = places(text, from);
        if (places.isEmpty()) {
            throw new BadArgumentsException("old_text does not stand in " + name + ". " + nearest(text));
        }
        if (places.size() > 1 && !all) {
            String lines = places.stream()
                    .limit(LINES_NAMED)
                    .map(place -> String.valueOf(line(text, place)))
                    .collect(Collectors.joining(", "));
            throw new BadArgumentsException("old_text stands " + places.size() + " times in " + name + ", at lines "
                    + lines + ". Add neighbouring lines to say which one you mean, or set replace_all.");
        }
        String changed = text.replace(from, to);
        List<Integer> lines = places.stream()
                .limit(LINES_NAMED)
                .map(place -> line(text, place))
                .toList();
        return new Done(changed, lines, excerpt(changed, lines.getFirst(), to));
    }

    private static List<Integer> places(String text, String wanted) {
        List<Integer> places = new ArrayList<>();
        int at = text.indexOf(wanted);
        while (at >= 0) {
            places.add(at);
            at = text.indexOf(wanted, at + wanted.length());
        }
        return places;
    }

    private static int line(String text, int place) {
        return 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
    }

    private static String excerpt(String text, int line, String inserted) {
        int length = (int) inserted.chars().filter(c -> c == '\n').count();
        return numbered(text, line - EXCERPT_AROUND, Math.min(line + length + EXCERPT_AROUND, line + EXCERPT_LINES));
    }

    /// What comes closest: the passage whose lines, without indentation, are most like the wanted ones.
    private String nearest(String text) {
        String[] lines = text.split("\n", -1);
        String[] wanted = oldText.strip().split("\n", -1);
        int best = -1;
        double bestScore = 0.4;
        for (int i = 0; i < lines.length; i++) {
            double score = 0;
            for (int j = 0; j < wanted.length && i + j < lines.length; j++) {
                score += likeness(lines[i + j].strip(), wanted[j].strip());
            }
            score /= wanted.length;
            if (score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        if (best < 0) {
            return "Nothing in it comes close; read the file first.";
        }
        String hint = bestScore > 0.999 ? "Only indentation or spaces at line ends differ here" : "The nearest is";
        return hint + " (copy it exactly, without the numbers):\n"
                + numbered(text, best + 1, Math.min(best + wanted.length, best + EXCERPT_LINES));
    }

    /// Share of the words that both have, 0 to 1.
    private static double likeness(String a, String b) {
        if (a.equals(b)) {
            return 1;
        }
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        List<String> words = new ArrayList<>(List.of(a.split("\\W+", -1)));
        String[] others = b.split("\\W+", -1);
        int total = Math.max(words.size(), others.length);
        int common = 0;
        for (String other : others) {
            if (words.remove(other)) {
                common++;
            }
        }
        return total == 0 ? 0 : 0.99 * common / total;
    }

    private static String numbered(String text, int from, int to) {
        String[] lines = text.split("\n", -1);
        StringBuilder shown = new StringBuilder();
        for (int i = Math.max(1, from); i <= Math.min(to, lines.length); i++) {
            String line =
                    lines[i - 1].endsWith("\r") ? lines[i - 1].substring(0, lines[i - 1].length() - 1) : lines[i - 1];
            String cut =
                    line.length() > ReadTool.LONGEST_LINE ? line.substring(0, ReadTool.LONGEST_LINE) + "..." : line;
            shown.append(String.format(Locale.ROOT, "%6d\t", i)).append(cut).append('\n');
        }
        return new String(shown.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .stripTrailing();
    }

    private static String crlf(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n");
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
