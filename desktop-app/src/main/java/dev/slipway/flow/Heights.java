package dev.slipway.flow;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// How high rows are: those that were measured; the others are taken to be as high as these on average. Costs memory
/// only where somebody has looked.
final class Heights {
    private static final int BITS = 8;
    private static final int SIZE = 1 << BITS;
    private static final double GUESS = 60;

    private static final class Block {
        private final float[] heights = new float[SIZE];
        private double sum;
        private int count;

        Block() {
            Arrays.fill(heights, Float.NaN);
        }

        void put(int at, float height) {
            if (!Float.isNaN(heights[at])) {
                sum -= heights[at];
                count--;
            }
            if (!Float.isNaN(height)) {
                sum += height;
                count++;
            }
            heights[at] = height;
        }
    }

    private final TreeMap<Integer, Block> blocks = new TreeMap<>();
    private double average = GUESS;

    void put(int row, double height) {
        blocks.computeIfAbsent(row >> BITS, _ -> new Block()).put(row & (SIZE - 1), (float) height);
    }

    /// NaN for one that was not measured.
    double get(int row) {
        Block block = blocks.get(row >> BITS);
        return block == null ? Double.NaN : block.heights[row & (SIZE - 1)];
    }

    /// Forgets rows, the last one excluded.
    void forget(int from, int to) {
        if (from >= to) {
            return;
        }
        int lowest = from >> BITS;
        int highest = (to - 1) >> BITS;
        for (Map.Entry<Integer, Block> entry :
                blocks.subMap(lowest, true, highest, true).entrySet()) {
            int start = entry.getKey() << BITS;
            for (int row = Math.max(from, start); row < Math.min(to, start + SIZE); row++) {
                entry.getValue().put(row - start, Float.NaN);
            }
        }
    }

    /// Forgets all, as after a change of the width, but for the average.
    void clear() {
        average = average();
        blocks.clear();
    }

    double average() {
        double sum = 0;
        int count = 0;
        for (Block block : blocks.values()) {
            sum += block.sum;
            count += block.count;
        }
        return count == 0 ? average : sum / count;
    }

    /// How high the rows are together, the last one excluded.
    double between(int from, int to) {
        double usual = average();
        double height = (to - from) * usual;
        int lowest = from >> BITS;
        int highest = (to - 1) >> BITS;
        for (Map.Entry<Integer, Block> entry :
                blocks.subMap(lowest, true, Math.max(lowest, highest), true).entrySet()) {
            Block block = entry.getValue();
            int start = entry.getKey() << BITS;
            if (start >= from && start + SIZE <= to) {
                height += block.sum - block.count * usual;
                continue;
            }
            for (int row = Math.max(from, start); row < Math.min(to, start + SIZE); row++) {
                float one = block.heights[row - start];
                height += Float.isNaN(one) ? 0 : one - usual;
            }
        }
        return height;
    }

    /// The row that so many pixels lie above, of the rows between two.
    int at(double pixels, int from, int to) {
        int low = from;
        int high = to - 1;
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (between(from, middle) <= pixels) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
