package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of a difference.
/// @param oldNumber its number before, from 1; 0 where it was not there
/// @param newNumber its number after, from 1; 0 where it is gone
public record DiffLine(Kind kind, int oldNumber, int newNumber, String text) {
    public enum Kind {
        SAME,
        ADDED,
        REMOVED,
        /// What stands between two hunks.
        GAP
    }

    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,\\d+)? \\+(\\d+)(?:,\\d+)? @@ ?(.*)");

    /// Reads a unified diff of one file, as `git diff` writes it.
    public static List<DiffLine> ofPatch(String patch) {
        List<DiffLine> lines = new ArrayList<>();
        int before = 0;
        int after = 0;
        boolean inside = false;
        for (String line : patch.split("\n", -1)) {
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                before = Integer.parseInt(hunk.group(1));
                after = Integer.parseInt(hunk.group(2));
                inside = true;
                lines.add(new DiffLine(Kind.GAP, 0, 0, hunk.group(3)));
            } else if (inside && line.startsWith("+")) {
                lines.add(new DiffLine(Kind.ADDED, 0, after++, line.substring(1)));
            } else if (inside && line.startsWith("-")) {
                lines.add(new DiffLine(Kind.REMOVED, before++, 0, line.substring(1)));
            } else if (inside && line.startsWith(" ")) {
                lines.add(new DiffLine(Kind.SAME, before++, after++, line.substring(1)));
            }
        }
        return lines;
    }

    private static final int LARGEST_TABLE = 250_000;

    /// The difference of two short texts.
    public static List<DiffLine> between(String before, String after) {
        String[] old = lines(before);
        String[] now = lines(after);
        int head = 0;
        while (head < old.length && head < now.length && old[head].equals(now[head])) {
            head++;
        }
        int tail = 0;
        while (tail < old.length - head
                && tail < now.length - head
                && old[old.length - 1 - tail].equals(now[now.length - 1 - tail])) {
            tail++;
        }
        List<DiffLine> lines = new ArrayList<>();
        for (int i = 0; i < head; i++) {
            lines.add(new DiffLine(Kind.SAME, i + 1, i + 1, old[i]));
        }
        middle(old, now, head, tail, lines);
        for (int i = 0; i < tail; i++) {
            int was = old.length - tail + i;
            int is = now.length - tail + i;
            lines.add(new DiffLine(Kind.SAME, was + 1, is + 1, old[was]));
        }
        return lines;
    }

    /// What is between: by the longest common subsequence of lines, unless the texts are too long for its table.
    private static void middle(String[] old, String[] now, int head, int tail, List<DiffLine> into) {
        int before = old.length - tail - head;
        int after = now.length - tail - head;
        int[][] common = new int[1][after + 1];
        if ((long) before * after <= LARGEST_TABLE) {
            common = new int[before + 1][after + 1];
            for (int i = before - 1; i >= 0; i--) {
                for (int j = after - 1; j >= 0; j--) {
                    common[i][j] = old[head + i].equals(now[head + j])
                            ? common[i + 1][j + 1] + 1
                            : Math.max(common[i + 1][j], common[i][j + 1]);
                }
            }
        }
        boolean known = common.length == before + 1;
        int i = 0;
        int j = 0;
        while (i < before || j < after) {
            boolean same = known && i < before && j < after && old[head + i].equals(now[head + j]);
            if (same) {
                into.add(new DiffLine(Kind.SAME, head + i + 1, head + j + 1, old[head + i]));
                i++;
                j++;
            } else if (i < before && (j == after || !known || common[i + 1][j] >= common[i][j + 1])) {
                into.add(new DiffLine(Kind.REMOVED, head + i + 1, 0, old[head + i]));
                i++;
            } else {
                into.add(new DiffLine(Kind.ADDED, 0, head + j + 1, now[head + j]));
                j++;
            }
        }
    }

    private static String[] lines(String text) {
        return text.isEmpty()
                ? new String[0]
                : (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1);
    }
}
