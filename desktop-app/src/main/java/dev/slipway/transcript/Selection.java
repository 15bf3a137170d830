package dev.slipway.transcript;

import dev.slipway.text.Prose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// A stretch of text that may reach across rows, also ones that are not in view. It belongs to rows and places in
/// them, not to nodes; so it stays while its text grows, scrolls away and comes back.
final class Selection {
    /// Who selects more wants the journal.
    private static final int MOST_ROWS = 5_000;

    private Optional<Spot> anchor = Optional.empty();
    private Optional<Spot> end = Optional.empty();
    /// The texts of the rows in which it begins and ends, as they were last shown.
    private final Map<Long, List<String>> texts = new HashMap<>();

    boolean isEmpty() {
        return anchor.isEmpty() || end.isEmpty() || anchor.equals(end);
    }

    boolean hasAnchor() {
        return anchor.isPresent();
    }

    Optional<Spot> anchor() {
        return anchor;
    }

    void clear() {
        anchor = Optional.empty();
        end = Optional.empty();
        texts.clear();
    }

    void begin(Spot spot) {
        clear();
        anchor = Optional.of(spot);
        end = anchor;
    }

    void extend(Spot spot) {
        end = Optional.of(spot);
    }

    /// Shows what of it lies in a row.
    void dress(long key, int row, List<Prose> flows) {
        anchor = anchor.map(spot -> spot.key() == key ? spot.inRow(row) : spot);
        end = end.map(spot -> spot.key() == key ? spot.inRow(row) : spot);
        if (touches(key)) {
            texts.put(key, flows.stream().map(Prose::string).toList());
        }
        for (int i = 0; i < flows.size(); i++) {
            int[] range = range(row, i, flows.get(i).string().length());
            flows.get(i).select(range[0], range[1]);
        }
    }

    private boolean touches(long key) {
        return anchor.filter(spot -> spot.key() == key).isPresent()
                || end.filter(spot -> spot.key() == key).isPresent();
    }

    private int[] range(int row, int flow, int length) {
        if (isEmpty()) {
            return new int[] {0, 0};
        }
        Spot first = first();
        Spot last = last();
        Spot here = new Spot(0, row, flow, 0);
        boolean within = row >= first.row()
                && row <= last.row()
                && here.compareTo(new Spot(0, first.row(), first.flow(), 0)) >= 0
                && here.compareTo(new Spot(0, last.row(), last.flow(), 0)) <= 0;
        if (!within) {
            return new int[] {0, 0};
        }
        int from = row == first.row() && flow == first.flow() ? first.offset() : 0;
        int to = row == last.row() && flow == last.flow() ? last.offset() : length;
        return new int[] {Math.min(from, length), Math.min(to, length)};
    }

    private Spot first() {
        return anchor.orElseThrow().compareTo(end.orElseThrow()) <= 0 ? anchor.get() : end.get();
    }

    private Spot last() {
        return anchor.orElseThrow().compareTo(end.orElseThrow()) <= 0 ? end.get() : anchor.get();
    }

    /// The text of it.
    /// @param rows  the item of a row
    String text(IntFunction<Optional<Item>> rows) {
        if (isEmpty()) {
            return "";
        }
        Spot first = first();
        Spot last = last();
        List<String> parts = new ArrayList<>();
        int most = (int) Math.min(last.row(), (long) first.row() + MOST_ROWS);
        for (int row = first.row(); row <= most; row++) {
            if (row == first.row()) {
                parts.add(edge(texts.getOrDefault(first.key(), List.of()), row));
            } else if (row == last.row()) {
                parts.add(edge(texts.getOrDefault(last.key(), List.of()), row));
            } else {
                rows.apply(row).map(RowText::plain).ifPresent(parts::add);
            }
        }
        return String.join(
                "\n\n", parts.stream().filter(part -> !part.isBlank()).toList());
    }

    private String edge(List<String> flows, int row) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < flows.size(); i++) {
            int[] range = range(row, i, flows.get(i).length());
            if (range[0] < range[1]) {
                lines.add(flows.get(i).substring(range[0], range[1]));
            }
        }
        return String.join("\n", lines);
    }
}
