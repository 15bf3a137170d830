package dev.slipway.code;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which words of a changed line are other than in the line it replaces.
final class WordMarks {
    private static final Pattern WORD = Pattern.compile("\\w+|\\s+|.", Pattern.DOTALL);
    private static final int LONGEST = 1_000;
    /// If more than this share differs, the line was written anew, and marks would only be noise.
    private static final double MOST = 0.7;

    /// Characters from `from` up to before `to`.
    record Mark(int from, int to) {}

    private WordMarks() {}

    /// @param line  the line that is marked
    /// @param other the one in its place on the other side
    static List<Mark> of(String line, String other) {
        if (line.length() > LONGEST || other.length() > LONGEST || line.equals(other)) {
            return List.of();
        }
        List<String> words = words(line);
        List<Mark> marks = new ArrayList<>();
        int[] starts = starts(words);
        int marked = 0;
        for (Alignment.Edit edit : Alignment.of(words, words(other))) {
            if (edit.toA() > edit.fromA()) {
                marks.add(new Mark(starts[edit.fromA()], starts[edit.toA()]));
                marked += starts[edit.toA()] - starts[edit.fromA()];
            }
        }
        return marked > MOST * line.strip().length() ? List.of() : marks;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static int[] starts(List<String> words) {
        int[] starts = new int[words.size() + 1];
        for (int i = 0; i < words.size(); i++) {
            starts[i + 1] = starts[i] + words.get(i).length();
        }
        return starts;
    }
}
