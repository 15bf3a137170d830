package dev.slipway.tool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteRingTest {
    @Test
    void keepsTheNewestWhateverTheSizesOfThePieces() {
        Random random = new Random(1);
        ByteRing ring = new ByteRing(100);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String piece = String.valueOf((char) ('a' + i % 26)).repeat(random.nextInt(250));
            byte[] bytes = ("#" + piece).getBytes(US_ASCII);
            ring.add(bytes, 1, piece.length());
            all.append(piece);

            assertThat(ring.written()).isEqualTo(all.length());
            assertThat(new String(ring.since(0), US_ASCII)).isEqualTo(all.substring(Math.max(0, all.length() - 100)));
            assertThat(ring.since(ring.written() - Math.min(7, all.length()))).hasSize(Math.min(7, all.length()));
        }
    }
}
