package dev.slipway.git;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/// The files of a tree, made ready to be found by a few letters. Never changes, so many threads may ask.
public final class FileIndex {
    /// A query has this many characters at most; further ones don't count.
    public static final int LONGEST_QUERY = 100;

    /// So many files, roughly the best, are looked at closely: else a query that fits all would take long.
    private static final int LOOKED_AT = 1_000;

    private final List<String> paths;
    private final List<String> lower;
    /// Which letters and digits a path has, a bit each: most paths are ruled out by it alone.
    private final long[] letters;

    private FileIndex(List<String> paths, List<String> lower, long[] letters) {
        this.paths = paths;
        this.lower = lower;
        this.letters = letters;
    }

    /// Of a repository without commits.
    public static FileIndex empty() {
        return of(List.of());
    }

    static FileIndex of(Collection<String> paths) {
        List<String> all = List.copyOf(paths);
        List<String> lower = all.stream().map(PathScore::lower).toList();
        return new FileIndex(
                all, lower, lower.stream().mapToLong(FileIndex::letters).toArray());
    }

    /// @param matched where in the path the letters stand, in UTF-16 units
    public record Match(String path, List<Integer> matched) {}

    /// @param best  the best first
    /// @param total how many files match
    public record Found(List<Match> best, int total) {}

    /// The files whose paths have these letters in this order.
    public Found find(String query, int limit) {
        String wanted = query.substring(0, Math.min(query.length(), LONGEST_QUERY));
        PathScore score = new PathScore(wanted);
        long needed = letters(PathScore.lower(wanted));
        record Scored(int file, int score) {}
        Comparator<Scored> worstFirst = Comparator.comparingInt(Scored::score)
                .thenComparing(Comparator.comparingInt(Scored::file).reversed());
        PriorityQueue<Scored> best = new PriorityQueue<>(worstFirst);
        int[] rough = new int[letters.length];
        int[] counts = new int[PathScore.ROUGHLY_BEST + 1];
        int total = 0;
        for (int i = 0; i < letters.length; i++) {
            rough[i] = (letters[i] & needed) == needed ? score.roughly(paths.get(i), lower.get(i)) : -1;
            if (rough[i] >= 0) {
                counts[rough[i]]++;
                total++;
            }
        }
        int least = PathScore.ROUGHLY_BEST;
        int better = 0;
        while (least > 0 && better + counts[least] < LOOKED_AT + limit) {
            better += counts[least];
            least--;
        }
        // Of those that are equally good at the edge, the first must do.
        int atTheEdge = LOOKED_AT + limit - better;
        for (int i = 0; i < letters.length; i++) {
            if (rough[i] < least || (rough[i] == least && --atTheEdge < 0)) {
                continue;
            }
            Scored scored = new Scored(i, score.of(paths.get(i), lower.get(i)));
            if (best.size() < limit) {
                best.add(scored);
            } else if (worstFirst.compare(scored, best.element()) > 0) {
                best.remove();
                best.add(scored);
            }
        }
        List<Match> matches = best.stream()
                .sorted(worstFirst.reversed())
                .map(scored -> paths.get(scored.file()))
                .map(path -> new Match(path, score.places(path)))
                .toList();
        return new Found(matches, total);
    }

    /// The same files without some and with some more.
    public FileIndex with(Collection<String> added, Collection<String> removed) {
        Set<String> gone = new HashSet<>(removed);
        Set<String> fresh = new HashSet<>(added);
        fresh.removeIf(path -> !speakable(path));
        if (gone.isEmpty() && fresh.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(paths);
        all.removeIf(path -> gone.contains(path) || fresh.contains(path));
        all.addAll(fresh.stream().sorted().toList());
        return of(all);
    }

    /// How many files there are.
    public int size() {
        return paths.size();
    }

    /// Whether a person could write this path: a name with a line break or another control is of no use to anyone.
    static boolean speakable(String path) {
        return path.chars().noneMatch(c -> Character.isISOControl(c) || c == 0xfffd);
    }

    private static long letters(String lower) {
        long bits = 0;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'a' && c <= 'z') {
                bits |= 1L << (c - 'a');
            } else if (c >= '0' && c <= '9') {
                bits |= 1L << (26 + c - '0');
            } else if (c == '_') {
                bits |= 1L << 36;
            } else if (c == '-') {
                bits |= 1L << 37;
            }
        }
        return bits;
    }
}
