package dev.slipway.rfb;

import java.util.Arrays;

/// The inverse cosine transform of a block of 8 x 8, in integers: the factorisation of Loeffler, Ligtenberg and
/// Moschytz (1989) with 11 multiplications for eight values.
final class JpegTransform {
    private static final int BITS = 12;
    private static final int C_0_541 = fixed(0.541196100);
    private static final int C_1_847 = fixed(1.847759065);
    private static final int C_0_765 = fixed(0.765366865);
    private static final int C_1_175 = fixed(1.175875602);
    private static final int C_0_298 = fixed(0.298631336);
    private static final int C_2_053 = fixed(2.053119869);
    private static final int C_3_072 = fixed(3.072711026);
    private static final int C_1_501 = fixed(1.501321110);
    private static final int C_0_899 = fixed(0.899976223);
    private static final int C_2_562 = fixed(2.562915447);
    private static final int C_1_961 = fixed(1.961570560);
    private static final int C_0_390 = fixed(0.390180644);

    private final int[] middle = new int[64];

    private static int fixed(double value) {
        return (int) Math.round(value * (1 << BITS));
    }

    /// A block of one brightness.
    void flat(int first, byte[] into, int offset, int stride) {
        byte value = sample(((first + 4) >> 3) + 128);
        for (int y = 0, at = offset; y < 8; y++, at += stride) {
            Arrays.fill(into, at, at + 8, value);
        }
    }

    void inverse(int[] block, byte[] into, int offset, int stride) {
        for (int x = 0; x < 8; x++) {
            column(block, x);
        }
        for (int y = 0; y < 8; y++) {
            row(y * 8, into, offset + y * stride);
        }
    }

    /// Leaves two more bits of precision than it was given.
    private void column(int[] block, int x) {
        if ((block[x + 8]
                        | block[x + 16]
                        | block[x + 24]
                        | block[x + 32]
                        | block[x + 40]
                        | block[x + 48]
                        | block[x + 56])
                == 0) {
            int value = block[x] << 2;
            for (int at = x; at < 64; at += 8) {
                middle[at] = value;
            }
            return;
        }
        int rotated = (block[x + 16] + block[x + 48]) * C_0_541;
        int even2 = rotated - block[x + 48] * C_1_847;
        int even3 = rotated + block[x + 16] * C_0_765;
        int round = 1 << (BITS - 3);
        int even0 = ((block[x] + block[x + 32]) << BITS) + round;
        int even1 = ((block[x] - block[x + 32]) << BITS) + round;
        int a = even0 + even3;
        int d = even0 - even3;
        int b = even1 + even2;
        int c = even1 - even2;

        int s7 = block[x + 56];
        int s5 = block[x + 40];
        int s3 = block[x + 24];
        int s1 = block[x + 8];
        int p5 = (s7 + s3 + s5 + s1) * C_1_175;
        int p1 = p5 - (s7 + s1) * C_0_899;
        int p2 = p5 - (s5 + s3) * C_2_562;
        int p3 = (s7 + s3) * -C_1_961;
        int p4 = (s5 + s1) * -C_0_390;
        int o3 = s1 * C_1_501 + p1 + p4;
        int o2 = s3 * C_3_072 + p2 + p3;
        int o1 = s5 * C_2_053 + p2 + p4;
        int o0 = s7 * C_0_298 + p1 + p3;
        int shift = BITS - 2;
        middle[x] = (a + o3) >> shift;
        middle[x + 56] = (a - o3) >> shift;
        middle[x + 8] = (b + o2) >> shift;
        middle[x + 48] = (b - o2) >> shift;
        middle[x + 16] = (c + o1) >> shift;
        middle[x + 40] = (c - o1) >> shift;
        middle[x + 24] = (d + o0) >> shift;
        middle[x + 32] = (d - o0) >> shift;
    }

    private void row(int at, byte[] into, int to) {
        int[] s = middle;
        int rotated = (s[at + 2] + s[at + 6]) * C_0_541;
        int even2 = rotated - s[at + 6] * C_1_847;
        int even3 = rotated + s[at + 2] * C_0_765;
        int shift = BITS + 5;
        int round = (1 << (shift - 1)) + (128 << shift);
        int even0 = ((s[at] + s[at + 4]) << BITS) + round;
        int even1 = ((s[at] - s[at + 4]) << BITS) + round;
        int a = even0 + even3;
        int d = even0 - even3;
        int b = even1 + even2;
        int c = even1 - even2;

        int s7 = s[at + 7];
        int s5 = s[at + 5];
        int s3 = s[at + 3];
        int s1 = s[at + 1];
        int p5 = (s7 + s3 + s5 + s1) * C_1_175;
        int p1 = p5 - (s7 + s1) * C_0_899;
        int p2 = p5 - (s5 + s3) * C_2_562;
        int p3 = (s7 + s3) * -C_1_961;
        int p4 = (s5 + s1) * -C_0_390;
        int o3 = s1 * C_1_501 + p1 + p4;
        int o2 = s3 * C_3_072 + p2 + p3;
        int o1 = s5 * C_2_053 + p2 + p4;
        int o0 = s7 * C_0_298 + p1 + p3;
        into[to] = sample((a + o3) >> shift);
        into[to + 7] = sample((a - o3) >> shift);
        into[to + 1] = sample((b + o2) >> shift);
        into[to + 6] = sample((b - o2) >> shift);
        into[to + 2] = sample((c + o1) >> shift);
        into[to + 5] = sample((c - o1) >> shift);
        into[to + 3] = sample((d + o0) >> shift);
        into[to + 4] = sample((d - o0) >> shift);
    }

    private static byte sample(int value) {
        return (byte) ((value & ~255) == 0 ? value : value < 0 ? 0 : 255);
    }
}
