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

    /// The difference of two short texts: what they begin and end with in common, and what is between.
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
        for (int i = head; i < old.length - tail; i++) {
            lines.add(new DiffLine(Kind.REMOVED, i + 1, 0, old[i]));
        }
        for (int i = head; i < now.length - tail; i++) {
            lines.add(new DiffLine(Kind.ADDED, 0, i + 1, now[i]));
        }
        for (int i = 0; i < tail; i++) {
            int was = old.length - tail + i;
            int is = now.length - tail + i;
            lines.add(new DiffLine(Kind.SAME, was + 1, is + 1, old[was]));
        }
        return lines;
    }

    private static String[] lines(String text) {
        return text.isEmpty()
                ? new String[0]
                : (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1);
    }
}
