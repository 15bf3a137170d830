package dev.slipway.code;

import dev.slipway.model.code.Side;
import dev.slipway.text.DiffLine;
import dev.slipway.text.DiffLine.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Lays a difference out in rows: hidden lines that were asked for are put in, remarks stand below their lines.
final class Rows {
    /// Which hidden lines are shown, counted in what is there now, both ends included.
    record Shown(int from, int to) {}

    private final List<DiffLine> lines;
    private final Optional<List<String>> whole;
    private final Collection<Shown> shown;
    private final boolean both;
    private final List<Row> rows = new ArrayList<>();

    /// @param whole what is there now, when it is known
    Rows(FileDiff diff, Optional<List<String>> whole, Collection<Shown> shown, boolean both) {
        this.lines = diff.lines();
        this.whole = whole;
        this.shown = shown;
        this.both = both;
    }

    List<Row> lay(List<Remark> remarks, Optional<Remark.Anchor> writing) {
        int i = 0;
        int now = 1;
        int shift = 0;
        while (i < lines.size()) {
            DiffLine line = lines.get(i);
            if (line.kind() == Kind.GAP) {
                gap(now, firstNow(i + 1, now, shift) - 1, shift, line.text());
                i++;
            } else if (line.kind() == Kind.SAME) {
                rows.add(code(line));
                now = line.newNumber() + 1;
                shift = line.oldNumber() == 0 ? shift : line.oldNumber() - line.newNumber();
                i++;
            } else {
                int end = i;
                while (end < lines.size() && changed(lines.get(end))) {
                    end++;
                }
                List<DiffLine> block = lines.subList(i, end);
                block(block);
                for (DiffLine changed : block) {
                    now = changed.kind() == Kind.ADDED ? changed.newNumber() + 1 : now;
                    shift += changed.kind() == Kind.ADDED ? -1 : 1;
                }
                i = end;
            }
        }
        if (!rows.isEmpty() && (whole.isPresent() || !endsWithFile())) {
            gap(now, whole.map(List::size).orElse(Integer.MAX_VALUE), shift, "");
        }
        return with(remarks, writing);
    }

    /// Fewer lines than usual after the last change: the file has no more.
    private boolean endsWithFile() {
        return lines.reversed().stream()
                        .takeWhile(line -> line.kind() == Kind.SAME)
                        .count()
                < FileDiff.CONTEXT;
    }

    /// Where a hunk begins in what is there now.
    private int firstNow(int from, int otherwise, int shift) {
        for (int i = from; i < lines.size() && lines.get(i).kind() != Kind.GAP; i++) {
            if (lines.get(i).newNumber() > 0) {
                return lines.get(i).newNumber();
            }
        }
        return from < lines.size() && lines.get(from).oldNumber() > 0
                ? lines.get(from).oldNumber() - shift
                : otherwise;
    }

    /// Lines from one number to another that are hidden, but for those that were asked for.
    private void gap(int from, int to, int shift, String title) {
        int start = from;
        boolean known = to != Integer.MAX_VALUE;
        if (whole.isPresent()) {
            List<String> text = whole.get();
            int end = Math.min(to, text.size());
            for (int line = from; line <= end; line++) {
                int at = line;
                if (shown.stream().anyMatch(range -> range.from() <= at && at <= range.to())) {
                    hidden(start, line - start, shift, title);
                    rows.add(code(new DiffLine(Kind.SAME, line + shift, line, text.get(line - 1))));
                    start = line + 1;
                }
            }
            hidden(start, Math.max(0, end - start + 1), shift, title);
        } else {
            hidden(start, known ? Math.max(0, to - start + 1) : -1, shift, title);
        }
    }

    private void hidden(int from, int count, int shift, String title) {
        if (count != 0) {
            rows.add(new Row.Gap(from, count, shift, title));
        }
    }

    private static boolean changed(DiffLine line) {
        return line.kind() == Kind.ADDED || line.kind() == Kind.REMOVED;
    }

    private Row.Code code(DiffLine line) {
        return new Row.Code(Optional.of(line), both ? Optional.of(line) : Optional.empty(), Optional.empty());
    }

    /// Lines that were removed stand beside those that were added in their place.
    private void block(List<DiffLine> block) {
        List<DiffLine> removed =
                block.stream().filter(line -> line.kind() == Kind.REMOVED).toList();
        List<DiffLine> added =
                block.stream().filter(line -> line.kind() == Kind.ADDED).toList();
        int pairs = Math.min(removed.size(), added.size());
        if (!both) {
            for (int i = 0; i < removed.size(); i++) {
                rows.add(single(removed.get(i), i < pairs ? Optional.of(added.get(i)) : Optional.empty()));
            }
            for (int i = 0; i < added.size(); i++) {
                rows.add(single(added.get(i), i < pairs ? Optional.of(removed.get(i)) : Optional.empty()));
            }
            return;
        }
        Deque<DiffLine> left = new ArrayDeque<>(removed);
        Deque<DiffLine> right = new ArrayDeque<>(added);
        while (!left.isEmpty() || !right.isEmpty()) {
            rows.add(new Row.Code(
                    Optional.ofNullable(left.poll()), Optional.ofNullable(right.poll()), Optional.empty()));
        }
    }

    private static Row single(DiffLine line, Optional<DiffLine> partner) {
        return new Row.Code(Optional.of(line), Optional.empty(), partner);
    }

    private List<Row> with(List<Remark> remarks, Optional<Remark.Anchor> writing) {
        if (remarks.isEmpty() && writing.isEmpty()) {
            return rows;
        }
        List<Row> all = new ArrayList<>();
        List<Remark> left = new ArrayList<>(remarks);
        left.removeIf(remark -> remark.old() && all.add(new Row.Said(remark)));
        Optional<Remark.Anchor> open = writing;
        for (Row row : rows) {
            all.add(row);
            if (row instanceof Row.Code code) {
                left.removeIf(remark -> ends(code, remark.anchor()) && all.add(new Row.Said(remark)));
                if (open.filter(anchor -> ends(code, anchor)).isPresent()) {
                    all.add(new Row.Writing(open.get()));
                    open = Optional.empty();
                }
            }
        }
        left.forEach(remark -> all.add(new Row.Said(remark)));
        return all;
    }

    private static boolean ends(Row.Code code, Remark.Anchor anchor) {
        return code.number(anchor.side()) == anchor.to()
                && (anchor.side() == Side.AFTER || code.left().isPresent());
    }
}
