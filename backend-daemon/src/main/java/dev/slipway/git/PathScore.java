package dev.slipway.git;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// How well a path fits a few letters that it has in their order: best where they begin the words of its file name,
/// well where they stand together, poorly where they are scattered. Not safe for use by several threads.
final class PathScore {
    /// The path does not have the letters in this order.
    static final int NONE = Integer.MIN_VALUE;

    private static final int LETTER = 16;
    private static final int TOGETHER = 12;
    private static final int WORD = 9;
    private static final int NAME_WORD = 12;
    private static final int NAME_START = 16;
    private static final int NAME = 2;
    private static final int SAME_CASE = 1;
    private static final int WHOLE_NAME = 24;
    private static final int LONGEST = 1_000;
    private static final int SPAN = 512;
    static final int ROUGHLY_BEST = 5 * SPAN - 1;

    private final String query;
    private final char[] letters;
    private final String wanted;
    private int[] exact = new int[256];
    private int[] best = new int[256];
    private int[] exactBefore = new int[256];
    private int[] bestBefore = new int[256];

    /// @param query its spaces don't count, nor does its case, but that a capital rather stands for a capital
    PathScore(String query) {
        this.query = query.replaceAll("\\s+", "");
        this.wanted = lower(this.query);
        this.letters = wanted.toCharArray();
    }

    /// The same length as the text, unlike that of `String.toLowerCase`.
    static String lower(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = Character.toLowerCase(chars[i]);
        }
        return new String(chars);
    }

    /// A cheap first look.
    /// @return 0 to [#ROUGHLY_BEST], higher is better; negative if it does not fit
    int roughly(String path, String lower) {
        int length = Math.min(path.length(), SPAN - 1);
        if (letters.length == 0) {
            return Math.max(0, ROUGHLY_BEST - SPAN / 4 * depth(path) - length / 8);
        }
        if (path.length() > LONGEST || !holds(lower, 0)) {
            return -1;
        }
        int name = path.lastIndexOf('/') + 1;
        int group = 0;
        if (holds(lower, name)) {
            int at = lower.indexOf(wanted, name);
            group = at == name ? 4 : at > name || beginWords(path, lower, name) ? 3 : 1;
        } else if (lower.contains(wanted)) {
            group = 2;
        }
        return group * SPAN + SPAN - 1 - length;
    }

    /// Whether the letters stand in this order from there on.
    private boolean holds(String lower, int from) {
        int at = from - 1;
        for (char letter : letters) {
            at = lower.indexOf(letter, at + 1);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether each letter begins a word or follows the one before.
    private boolean beginWords(String path, String lower, int from) {
        int next = 0;
        int before = -2;
        for (int j = from; j < path.length() && next < letters.length; j++) {
            if (lower.charAt(j) == letters[next] && (before == j - 1 || bonus(path, j, from) > 0)) {
                before = j;
                next++;
            }
        }
        return next == letters.length;
    }

    /// @param lower the path by [#lower]
    /// @return higher is better; [#NONE] if it does not fit
    int of(String path, String lower) {
        int m = letters.length;
        if (m == 0) {
            return -64 * depth(path);
        }
        int from = lower.indexOf(letters[0]);
        int at = from;
        for (int i = 1; i < m && at >= 0; i++) {
            at = lower.indexOf(letters[i], at + 1);
        }
        if (at < 0 || from < 0 || path.length() > LONGEST) {
            return NONE;
        }
        int to = lower.lastIndexOf(letters[m - 1]) + 1;
        int name = path.lastIndexOf('/') + 1;
        room(to);
        for (int i = 0; i < m; i++) {
            row(i, from, to, path, lower, name);
            swap();
        }
        boolean whole = lower.length() - name == m && lower.startsWith(wanted, name);
        return bestBefore[to - 1] * 4 + (whole ? 4 * WHOLE_NAME : 0) - Math.min(path.length(), 200) / 4;
    }

    /// Where the letters of the best fit stand.
    List<Integer> places(String path) {
        String lower = lower(path);
        int m = letters.length;
        if (m == 0 || of(path, lower) == NONE) {
            return List.of();
        }
        int n = path.length();
        int name = path.lastIndexOf('/') + 1;
        int[][] all = new int[m][];
        room(n);
        for (int i = 0; i < m; i++) {
            row(i, 0, n, path, lower, name);
            all[i] = Arrays.copyOf(exact, n);
            swap();
        }
        Deque<Integer> places = new ArrayDeque<>();
        int end = n;
        for (int i = m - 1; i >= 0; i--) {
            int chosen = -1;
            for (int j = 0; j < end; j++) {
                // Of equals the last: what comes together counts only with its neighbour, which the next step tells.
                if (all[i][j] != NONE
                        && (chosen < 0 || all[i][j] - (end - 1 - j) >= all[i][chosen] - (end - 1 - chosen))) {
                    chosen = j;
                }
            }
            if (i < m - 1 && end < n && all[i][end - 1] != NONE && joined(all, i + 1, end, path, name)) {
                chosen = end - 1;
            }
            places.addFirst(chosen);
            end = chosen;
        }
        return List.copyOf(places);
    }

    /// Whether the letter at `at` got its score by following the one right before it.
    private boolean joined(int[][] all, int i, int at, String path, int name) {
        return all[i][at]
                == all[i - 1][at - 1]
                        + LETTER
                        + Math.max(TOGETHER, bonus(path, at, name))
                        + caseBonus(i, path, at)
                        + (at >= name ? NAME : 0);
    }

    private void row(int i, int from, int to, String path, String lower, int name) {
        char wanted = letters[i];
        boolean between = i < letters.length - 1 && i > 0;
        int running = NONE;
        for (int j = from; j < to; j++) {
            int here = NONE;
            if (lower.charAt(j) == wanted) {
                int plain = bonus(path, j, name);
                int more = LETTER + caseBonus(i, path, j) + (j >= name ? NAME : 0);
                if (i == 0) {
                    here = more + plain;
                } else if (j > from) {
                    if (bestBefore[j - 1] != NONE) {
                        here = bestBefore[j - 1] + more + plain;
                    }
                    if (exactBefore[j - 1] != NONE) {
                        here = Math.max(here, exactBefore[j - 1] + more + Math.max(TOGETHER, plain));
                    }
                }
            }
            exact[j] = here;
            running = Math.max(here, running == NONE || !between ? running : running - 1);
            best[j] = running;
        }
    }

    private int caseBonus(int i, String path, int j) {
        return query.charAt(i) == path.charAt(j) && letters[i] != path.charAt(j) ? SAME_CASE : 0;
    }

    private static int bonus(String path, int j, int name) {
        if (j == name) {
            return NAME_START;
        }
        if (j == 0) {
            return WORD;
        }
        char before = path.charAt(j - 1);
        char here = path.charAt(j);
        boolean word = before == '/'
                || before == '_'
                || before == '-'
                || before == '.'
                || before == ' '
                || (Character.isUpperCase(here) && !Character.isUpperCase(before))
                || (Character.isDigit(here) && !Character.isDigit(before));
        return !word ? 0 : j > name ? NAME_WORD : WORD;
    }

    private void swap() {
        int[] one = exact;
        exact = exactBefore;
        exactBefore = one;
        int[] two = best;
        best = bestBefore;
        bestBefore = two;
    }

    private void room(int length) {
        if (exact.length < length) {
            int size = Math.max(length, 2 * exact.length);
            exact = new int[size];
            best = new int[size];
            exactBefore = new int[size];
            bestBefore = new int[size];
        }
    }

    private static int depth(String path) {
        int depth = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            depth++;
        }
        return depth;
    }
}
