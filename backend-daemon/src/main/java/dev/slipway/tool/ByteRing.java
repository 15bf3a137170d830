package dev.slipway.tool;

/// The newest bytes of a stream of any length.
final class ByteRing {
    private final byte[] ring;
    private long written;

    ByteRing(int size) {
        ring = new byte[size];
    }

    void add(byte[] bytes, int offset, int count) {
        int kept = Math.min(count, ring.length);
        int from = offset + count - kept;
        written += count - kept;
        int at = (int) (written % ring.length);
        int first = Math.min(kept, ring.length - at);
        System.arraycopy(bytes, from, ring, at, first);
        System.arraycopy(bytes, from + first, ring, 0, kept - first);
        written += kept;
    }

    /// How many bytes there were.
    long written() {
        return written;
    }

    /// Those from this one on that are still there.
    byte[] since(long start) {
        long from = Math.max(start, written - ring.length);
        byte[] bytes = new byte[(int) (written - from)];
        int at = (int) (from % ring.length);
        int first = Math.min(bytes.length, ring.length - at);
        System.arraycopy(ring, at, bytes, 0, first);
        System.arraycopy(ring, 0, bytes, first, bytes.length - first);
        return bytes;
    }
}
