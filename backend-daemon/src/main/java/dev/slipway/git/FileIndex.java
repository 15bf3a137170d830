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

    /// Paths, the same in small letters, and which letters and digits each has, a bit each: most are ruled out by it
    /// alone.
    private static final class Names {
        final List<String> paths;
        final List<String> lower;
        final long[] letters;

        Names(Collection<String> some) {
            paths = List.copyOf(some);
            lower = paths.stream().map(Names::lower).toList();
            letters = lower.stream().mapToLong(FileIndex::letters).toArray();
        }

        private static String lower(String path) {
            String low = PathScore.lower(path);
            return low.equals(path) ? path : low;
        }
    }

    private final Names base;
    /// Few, so that a session's own files cost little beside those of its commit, which all sessions share.
    private final Names more;

    private final Set<String> hidden;

    private FileIndex(Names base, Names more, Set<String> hidden) {
        this.base = base;
        this.more = more;
        this.hidden = hidden;
    }

    /// Of a repository without commits.
    public static FileIndex empty() {
        return of(List.of());
    }

    static FileIndex of(Collection<String> paths) {
        return new FileIndex(new Names(paths), new Names(List.of()), Set.of());
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
        int count = base.paths.size() + more.paths.size();
        int[] rough = new int[count];
        int[] counts = new int[PathScore.ROUGHLY_BEST + 1];
        int total = 0;
        for (int i = 0; i < count; i++) {
            rough[i] = (letters(i) & needed) == needed ? score.roughly(path(i), lower(i)) : -1;
            if (rough[i] >= 0 && isHidden(i)) {
                rough[i] = -1;
            }
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
        for (int i = 0; i < count; i++) {
            if (rough[i] < least || (rough[i] == least && --atTheEdge < 0)) {
                continue;
            }
            Scored scored = new Scored(i, score.of(path(i), lower(i)));
            if (best.size() < limit) {
                best.add(scored);
            } else if (worstFirst.compare(scored, best.element()) > 0) {
                best.remove();
                best.add(scored);
            }
        }
        List<Match> matches = best.stream()
                .sorted(worstFirst.reversed())
                .map(scored -> path(scored.file()))
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
        Set<String> hiddenNow = new HashSet<>(hidden);
        hiddenNow.addAll(gone);
        hiddenNow.addAll(fresh);
        List<String> moreNow = new ArrayList<>(more.paths);
        moreNow.removeIf(path -> gone.contains(path) || fresh.contains(path));
        moreNow.addAll(fresh.stream().sorted().toList());
        return new FileIndex(base, new Names(moreNow), Set.copyOf(hiddenNow));
    }

    private String path(int i) {
        int count = base.paths.size();
        return i < count ? base.paths.get(i) : more.paths.get(i - count);
    }

    private String lower(int i) {
        int count = base.lower.size();
        return i < count ? base.lower.get(i) : more.lower.get(i - count);
    }

    private long letters(int i) {
        int count = base.letters.length;
        return i < count ? base.letters[i] : more.letters[i - count];
    }

    private boolean isHidden(int i) {
        return i < base.paths.size() && !hidden.isEmpty() && hidden.contains(path(i));
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
