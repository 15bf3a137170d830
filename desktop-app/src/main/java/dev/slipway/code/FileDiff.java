package dev.slipway.code;

import dev.slipway.text.DiffLine;
import dev.slipway.text.DiffLine.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The difference of one file, line by line.
/// @param lines   with a [Kind#GAP] before each hunk
/// @param oldMode the file's mode before, when it is another now, such as `100644`
/// @param newMode the file's mode now, likewise
record FileDiff(List<DiffLine> lines, Optional<String> oldMode, Optional<String> newMode) {
    /// Lines around a change.
    static final int CONTEXT = 3;

    private static final Pattern OLD_MODE = Pattern.compile("(?m)^old mode (\\d{6})$");
    private static final Pattern NEW_MODE = Pattern.compile("(?m)^new mode (\\d{6})$");
    private static final int HEADER = 2_000;

    static final FileDiff NONE = new FileDiff(List.of(), Optional.empty(), Optional.empty());

    FileDiff {
        lines = List.copyOf(lines);
    }

    /// As git writes it.
    static FileDiff ofPatch(String patch) {
        int hunks = patch.indexOf("\n@@ ");
        String header = patch.substring(0, hunks < 0 ? Math.min(patch.length(), HEADER) : hunks);
        return new FileDiff(DiffLine.ofPatch(patch), found(OLD_MODE, header), found(NEW_MODE, header));
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// Computed here, of whole files.
    static FileDiff ofTexts(List<String> before, List<String> after) {
        List<DiffLine> lines = new ArrayList<>();
        int now = 0;
        List<Alignment.Edit> edits = Alignment.of(before, after);
        for (int i = 0; i < edits.size(); i++) {
            Alignment.Edit edit = edits.get(i);
            int from = Math.max(now, edit.fromB() - CONTEXT);
            if (from > now || i == 0) {
                lines.add(new DiffLine(Kind.GAP, 0, 0, ""));
            }
            int shift = edit.fromA() - edit.fromB();
            for (int line = from; line < edit.fromB(); line++) {
                lines.add(new DiffLine(Kind.SAME, line + shift + 1, line + 1, after.get(line)));
            }
            for (int line = edit.fromA(); line < edit.toA(); line++) {
                lines.add(new DiffLine(Kind.REMOVED, line + 1, 0, before.get(line)));
            }
            for (int line = edit.fromB(); line < edit.toB(); line++) {
                lines.add(new DiffLine(Kind.ADDED, 0, line + 1, after.get(line)));
            }
            int next = i + 1 < edits.size() ? edits.get(i + 1).fromB() : after.size();
            now = Math.min(edit.toB() + CONTEXT, next);
            int behind = edit.toA() - edit.toB();
            for (int line = edit.toB(); line < now; line++) {
                lines.add(new DiffLine(Kind.SAME, line + behind + 1, line + 1, after.get(line)));
            }
        }
        return new FileDiff(lines, Optional.empty(), Optional.empty());
    }

    /// The same without changes of nothing but white space.
    FileDiff withoutWhiteSpace() {
        List<DiffLine> kept = new ArrayList<>();
        List<DiffLine> removed = new ArrayList<>();
        List<DiffLine> added = new ArrayList<>();
        for (DiffLine line : lines) {
            switch (line.kind()) {
                case REMOVED -> {
                    if (!added.isEmpty()) {
                        flush(removed, added, kept);
                    }
                    removed.add(line);
                }
                case ADDED -> added.add(line);
                case SAME, GAP -> {
                    flush(removed, added, kept);
                    kept.add(line);
                }
            }
        }
        flush(removed, added, kept);
        return new FileDiff(kept, oldMode, newMode);
    }

    private static void flush(List<DiffLine> removed, List<DiffLine> added, List<DiffLine> kept) {
        int a = 0;
        int b = 0;
        for (Alignment.Edit edit : Alignment.of(squeezed(removed), squeezed(added))) {
            b = same(removed, added, a, b, edit.fromA(), kept);
            removed.subList(edit.fromA(), edit.toA()).stream()
                    .filter(line -> !line.text().isBlank())
                    .forEach(kept::add);
            added.subList(edit.fromB(), edit.toB()).stream()
                    .map(line ->
                            line.text().isBlank() ? new DiffLine(Kind.SAME, 0, line.newNumber(), line.text()) : line)
                    .forEach(kept::add);
            a = edit.toA();
            b = edit.toB();
        }
        int _ = same(removed, added, a, b, removed.size(), kept);
        removed.clear();
        added.clear();
    }

    private static int same(
            List<DiffLine> removed, List<DiffLine> added, int fromA, int fromB, int toA, List<DiffLine> kept) {
        int b = fromB;
        for (int a = fromA; a < toA; a++, b++) {
            DiffLine now = added.get(b);
            kept.add(new DiffLine(Kind.SAME, removed.get(a).oldNumber(), now.newNumber(), now.text()));
        }
        return b;
    }

    private static List<String> squeezed(List<DiffLine> lines) {
        return lines.stream().map(line -> line.text().replaceAll("\\s+", "")).toList();
    }
}
