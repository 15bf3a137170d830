package dev.slipway.code;

import dev.slipway.model.code.Side;
import dev.slipway.text.DiffLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds again the lines that a remark is about: where they were, else where the same lines stand now, nearest first.
final class Anchoring {
    private final TreeMap<Integer, String> before = new TreeMap<>();
    private final TreeMap<Integer, String> after = new TreeMap<>();

    /// @param whole what is there now, when it is known: lines outside of the difference are found too
    Anchoring(FileDiff diff, Optional<List<String>> whole) {
        for (DiffLine line : diff.lines()) {
            if (line.oldNumber() > 0) {
                before.put(line.oldNumber(), line.text());
            }
            if (line.newNumber() > 0) {
                after.put(line.newNumber(), line.text());
            }
        }
        whole.ifPresent(lines -> {
            for (int i = 0; i < lines.size(); i++) {
                after.put(i + 1, lines.get(i));
            }
        });
    }

    Remark place(Remark remark) {
        Remark.Anchor anchor = remark.anchor();
        List<String> wanted = List.of(anchor.code().split("\n", -1));
        TreeMap<Integer, String> lines = anchor.side() == Side.BEFORE ? before : after;
        if (anchor.code().isEmpty() || stands(lines, anchor.from(), wanted)) {
            return remark.at(anchor, false);
        }
        int best = 0;
        for (int from : lines.keySet()) {
            boolean nearer = best == 0 || Math.abs(from - anchor.from()) < Math.abs(best - anchor.from());
            if (nearer && stands(lines, from, wanted)) {
                best = from;
            }
        }
        return best == 0
                ? remark.at(anchor, true)
                : remark.at(
                        new Remark.Anchor(anchor.path(), anchor.side(), best, best + wanted.size() - 1, anchor.code()),
                        false);
    }

    private static boolean stands(Map<Integer, String> lines, int from, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).equals(lines.get(from + i))) {
                return false;
            }
        }
        return true;
    }
}
