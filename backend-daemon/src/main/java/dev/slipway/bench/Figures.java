package dev.slipway.bench;

import java.util.Arrays;
import java.util.List;

/// Times measured by one thread.
final class Figures {
    long count;
    private long[] nanos = new long[1_024];
    private int size;
    private long took;

    void add(long time) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = time;
    }

    /// All of these, of a run that took so long.
    static Figures together(List<Figures> all, long nanos) {
        Figures sum = new Figures();
        sum.took = nanos;
        sum.nanos = all.stream()
                .flatMapToLong(each -> Arrays.stream(each.nanos, 0, each.size))
                .toArray();
        sum.size = sum.nanos.length;
        sum.count = all.stream().mapToLong(each -> each.count).sum();
        return sum;
    }

    double perSecond() {
        return count * 1e9 / took;
    }

    /// In milliseconds.
    double percentile(double percent) {
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(percent / 100 * size) - 1;
        return size == 0 ? Double.NaN : sorted[Math.clamp(index, 0, size - 1)] / 1e6;
    }
}
