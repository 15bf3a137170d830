package dev.slipway.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds what differs between two lists, by the greedy algorithm of E. Myers, "An O(ND) Difference Algorithm and Its
/// Variations" (1986).
final class Alignment {
    /// Beyond so many differences the middle counts as replaced whole: nobody reads it, and the search would take long.
    private static final int MOST = 1_500;

    /// @param fromA the first that is gone; `toA` is behind the last
    /// @param fromB the first that is new; `toB` is behind the last
    record Edit(int fromA, int toA, int fromB, int toB) {}

    private Alignment() {}

    /// What must be replaced in `a` to get `b`, in order.
    static List<Edit> of(List<String> a, List<String> b) {
        int head = 0;
        while (head < a.size() && head < b.size() && a.get(head).equals(b.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < a.size() - head
                && tail < b.size() - head
                && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
            tail++;
        }
        Map<String, Integer> numbers = new HashMap<>();
        int[] left = numbered(a.subList(head, a.size() - tail), numbers);
        int[] right = numbered(b.subList(head, b.size() - tail), numbers);
        return middle(left, right, head);
    }

    private static int[] numbered(List<String> texts, Map<String, Integer> numbers) {
        int[] all = new int[texts.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers.computeIfAbsent(texts.get(i), _ -> numbers.size());
        }
        return all;
    }

    private static List<Edit> middle(int[] a, int[] b, int offset) {
        if (a.length == 0 && b.length == 0) {
            return List.of();
        }
        if (a.length == 0 || b.length == 0) {
            return List.of(new Edit(offset, offset + a.length, offset, offset + b.length));
        }
        int most = Math.min(MOST, a.length + b.length);
        List<int[]> trace = new ArrayList<>();
        int[] reach = new int[2 * most + 2];
        for (int d = 0; d <= most; d++) {
            trace.add(Arrays.copyOfRange(reach, most - d, most + d + 2));
            for (int k = -d; k <= d; k += 2) {
                boolean down = k == -d || (k != d && reach[most + k - 1] < reach[most + k + 1]);
                int x = down ? reach[most + k + 1] : reach[most + k - 1] + 1;
                int y = x - k;
                while (x < a.length && y < b.length && a[x] == b[y]) {
                    x++;
                    y++;
                }
                reach[most + k] = x;
                if (x >= a.length && y >= b.length) {
                    return back(a.length, b.length, trace, offset);
                }
            }
        }
        return List.of(new Edit(offset, offset + a.length, offset, offset + b.length));
    }

    private static List<Edit> back(int lengthA, int lengthB, List<int[]> trace, int offset) {
        List<Edit> edits = new ArrayList<>();
        int x = lengthA;
        int y = lengthB;
        for (int d = trace.size() - 1; d > 0; d--) {
            int[] reach = trace.get(d);
            int k = x - y;
            boolean down = k == -d || (k != d && reach[k - 1 + d] < reach[k + 1 + d]);
            int before = down ? k + 1 : k - 1;
            int toX = reach[before + d];
            int toY = toX - before;
            edits.addFirst(
                    down
                            ? new Edit(offset + toX, offset + toX, offset + toY, offset + toY + 1)
                            : new Edit(offset + toX, offset + toX + 1, offset + toY, offset + toY));
            x = toX;
            y = toY;
        }
        return joined(edits);
    }

    private static List<Edit> joined(List<Edit> edits) {
        List<Edit> joined = new ArrayList<>();
        for (Edit edit : edits) {
            if (!joined.isEmpty()
                    && joined.getLast().toA() == edit.fromA()
                    && joined.getLast().toB() == edit.fromB()) {
                Edit last = joined.removeLast();
                joined.add(new Edit(last.fromA(), edit.toA(), last.fromB(), edit.toB()));
            } else {
                joined.add(edit);
            }
        }
        return joined;
    }
}
