package dev.slipway.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// What an independent encoder sends is what is seen, pixel by pixel; what is broken on its way ends the stream
/// and nothing else.
class DecodersTest {
    private static final int WIDTH = 211;
    private static final int HEIGHT = 173;

    private final Random random = new Random(2026);
    private final int[] expected = new int[WIDTH * HEIGHT];

    DecodersTest() {
        Arrays.fill(expected, 0xff000000);
    }

    @Test
    void everyEncodingIsExact() {
        for (int round = 0; round < 40; round++) {
            Encoder encoder = new Encoder(random).greet(WIDTH, HEIGHT);
            Arrays.fill(expected, 0xff000000);
            int parts = 12;
            encoder.update(parts);
            for (int i = 0; i < parts; i++) {
                send(encoder, i);
            }
            Watching seen = new Watching();
            RfbException end = watch(encoder.bytes.toByteArray(), seen);
            assertThat(end.kind()).as(end.getMessage()).isEqualTo(RfbException.Kind.ENDED);
            assertThat(seen.name).isEqualTo("test");
            assertThat(Arrays.mismatch(seen.copy(), expected))
                    .as("round " + round)
                    .isEqualTo(-1);
        }
    }

    @Test
    void aJpegLooksAsAnotherDecoderSeesIt() {
        for (float quality : new float[] {0.2f, 0.75f, 0.95f}) {
            Encoder.Part part = smooth(0, 0, WIDTH, HEIGHT);
            Encoder encoder = new Encoder(random).greet(WIDTH, HEIGHT).update(1).jpeg(part, quality);
            Watching seen = new Watching();
            assertThat(watch(encoder.bytes.toByteArray(), seen).kind()).isEqualTo(RfbException.Kind.ENDED);
            int[] other = Encoder.pixelsOf(Encoder.jpegOf(part, quality));
            double sum = 0;
            for (int i = 0; i < other.length; i++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (other[i] >> shift & 255) - (seen.pixels[i] >> shift & 255);
                    sum += Math.abs(difference);
                    assertThat(Math.abs(difference)).as("pixel " + i).isLessThan(24);
                }
            }
            // They differ in how they smooth the halved colours.
            assertThat(sum / other.length / 3).isLessThan(1.5);
        }
    }

    @Test
    void damagedStreamsEndInAProblem() {
        int ended = 0;
        int malformed = 0;
        for (int round = 0; round < 800; round++) {
            random.setSeed(round);
            Encoder encoder = new Encoder(random).greet(WIDTH, HEIGHT).update(3);
            for (int i = 0; i < 2; i++) {
                send(encoder, random.nextInt(9));
            }
            encoder.jpeg(smooth(3, 5, 40, 33), 0.7f);
            byte[] bytes = encoder.bytes.toByteArray();
            int hits = 1 + random.nextInt(4);
            for (int i = 0; i < hits; i++) {
                bytes[random.nextInt(14, bytes.length)] = (byte) random.nextInt(256);
            }
            RfbException end = Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> watch(bytes, new Watching()), "round " + round);
            ended += end.kind() == RfbException.Kind.ENDED ? 1 : 0;
            malformed += end.kind() == RfbException.Kind.MALFORMED ? 1 : 0;
        }
        assertThat(ended).isGreaterThan(30);
        assertThat(malformed).isGreaterThan(30);
    }

    @Test
    void noiseEndsInAProblem() {
        for (int round = 0; round < 1_500; round++) {
            random.setSeed(round);
            byte[] noise = new byte[random.nextInt(2_000)];
            random.nextBytes(noise);
            Encoder encoder = new Encoder(random).greet(WIDTH, HEIGHT);
            if (round % 2 == 0) {
                encoder.update(1).say(() -> {
                    encoder.out.writeInt(0);
                    encoder.out.writeInt(20 << 16 | 20);
                    encoder.out.writeInt(new int[] {0, 5, 7, 16, -239, -308, -314}[random.nextInt(7)]);
                });
            }
            byte[] bytes = encoder.say(() -> encoder.out.write(noise)).bytes.toByteArray();
            RfbException end = watch(bytes, new Watching());
            assertThat(end.kind()).isIn(RfbException.Kind.ENDED, RfbException.Kind.MALFORMED);
        }
    }

    @Test
    void noSizeThatAServerClaimsTakesMemory() {
        assertThat(watch(new Encoder(random).greet(65_535, 65_535).bytes.toByteArray(), new Watching())
                        .kind())
                .isEqualTo(RfbException.Kind.MALFORMED);
        int[][] heads = {
            {0xffff_ffff, 0xffff_ffff, -239}, {0, 0xffff_ffff, -223}, {0, 0xffff_ffff, -308}, {0, 20 << 16 | 300, 16}
        };
        for (int[] head : heads) {
            Encoder encoder = new Encoder(random).greet(WIDTH, HEIGHT).update(1);
            encoder.say(() -> {
                encoder.out.writeInt(head[0]);
                encoder.out.writeInt(head[1]);
                encoder.out.writeInt(head[2]);
                encoder.out.writeInt(0x7fff_ffff);
                encoder.out.write(new byte[64]);
            });
            assertThat(watch(encoder.bytes.toByteArray(), new Watching()).kind())
                    .isEqualTo(RfbException.Kind.MALFORMED);
        }
    }

    @Test
    void aSmallPartThatSwellsIsRefused() {
        // A ZRLE area of one pixel whose zlib stream unpacks to 100 MB.
        java.util.zip.Deflater deflater = new java.util.zip.Deflater(9);
        deflater.setInput(new byte[100_000_000]);
        deflater.finish();
        byte[] packed = new byte[200_000];
        int length = deflater.deflate(packed);
        Encoder encoder = new Encoder(random).greet(WIDTH, HEIGHT).update(1);
        encoder.say(() -> {
            encoder.out.writeInt(0);
            encoder.out.writeInt(1 << 16 | 1);
            encoder.out.writeInt(16);
            encoder.out.writeInt(length);
            encoder.out.write(packed, 0, length);
        });
        assertThat(watch(encoder.bytes.toByteArray(), new Watching())).hasMessageContaining("too long");
    }

    @Test
    void refusalsAreToldApart() {
        Encoder encoder = new Encoder(random);
        encoder.say(() -> {
            encoder.out.writeBytes("RFB 003.008\n");
            encoder.out.write(0);
            encoder.out.writeInt(9);
            encoder.out.writeBytes("Go away\n!");
        });
        RfbException refused = watch(encoder.bytes.toByteArray(), new Watching());
        assertThat(refused.kind()).isEqualTo(RfbException.Kind.REFUSED);
        assertThat(refused).hasMessage("Go away\n!");
        assertThat(watch("RFB 003.003\n".getBytes(StandardCharsets.ISO_8859_1), new Watching())
                        .kind())
                .isEqualTo(RfbException.Kind.VERSION);
        assertThat(watch("HTTP/1.1 400".getBytes(StandardCharsets.ISO_8859_1), new Watching())
                        .kind())
                .isEqualTo(RfbException.Kind.MALFORMED);
        assertThat(watch(new byte[0], new Watching()).kind()).isEqualTo(RfbException.Kind.ENDED);
        byte[] onlyTls = "RFB 003.008\n\1\23".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(watch(onlyTls, new Watching()).kind()).isEqualTo(RfbException.Kind.SECURITY);
    }

    static RfbException watch(byte[] bytes, Viewer viewer) {
        RfbClient client = new RfbClient(
                new ByteArrayInputStream(bytes),
                OutputStream.nullOutputStream(),
                Wishes.near(),
                Optional.empty(),
                viewer);
        return client.run();
    }

    private void send(Encoder encoder, int kind) {
        int width = 1 + random.nextInt(WIDTH);
        int height = 1 + random.nextInt(HEIGHT);
        if (kind >= 9 && kind < 11) {
            width = 1 + random.nextInt(5);
            height = 1 + random.nextInt(3);
        }
        int x = random.nextInt(WIDTH - width + 1);
        int y = random.nextInt(HEIGHT - height + 1);
        if (kind == 11) {
            int fromX = random.nextInt(WIDTH - width + 1);
            int fromY = random.nextInt(HEIGHT - height + 1);
            encoder.copy(fromX, fromY, x, y, width, height);
            int[] before = expected.clone();
            for (int row = 0; row < height; row++) {
                System.arraycopy(before, (fromY + row) * WIDTH + fromX, expected, (y + row) * WIDTH + x, width);
            }
            return;
        }
        Encoder.Part part = part(x, y, width, height);
        switch (kind) {
            case 0 -> encoder.raw(part);
            case 1, 2 -> encoder.hextile(part);
            case 3, 4 -> encoder.zrle(part);
            case 5, 9 -> encoder.tight(part, 0);
            case 6, 7, 10 -> encoder.tight(part, 1);
            default -> encoder.tight(part, 2);
        }
        for (int row = 0; row < height; row++) {
            System.arraycopy(part.pixels, row * width, expected, (y + row) * WIDTH + x, width);
        }
    }

    /// One colour, a few of them in runs, noise, or a smooth picture.
    private Encoder.Part part(int x, int y, int width, int height) {
        int colours = new int[] {1, 2, 3, 13, 90, 200, 0, -1}[random.nextInt(8)];
        if (colours < 0) {
            return smooth(x, y, width, height);
        }
        int[] palette = random.ints(Math.max(1, colours)).toArray();
        int[] pixels = new int[width * height];
        int colour = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (random.nextInt(4) == 0) {
                colour = colours == 0 ? random.nextInt() : palette[random.nextInt(colours)];
            }
            pixels[i] = colours == 1 ? palette[0] : colour;
        }
        return new Encoder.Part(x, y, width, height, opaque(pixels));
    }

    private static Encoder.Part smooth(int x, int y, int width, int height) {
        int[] pixels = new int[width * height];
        for (int i = 0; i < pixels.length; i++) {
            int column = i % width;
            int row = i / width;
            int red = (int) (128 + 100 * Math.sin(column / 23.0));
            int green = (int) (128 + 100 * Math.cos(row / 31.0));
            int blue = (column + row) * 255 / (width + height);
            pixels[i] = red << 16 | green << 8 | blue;
        }
        return new Encoder.Part(x, y, width, height, opaque(pixels));
    }

    private static int[] opaque(int[] pixels) {
        return Arrays.stream(pixels).map(pixel -> pixel | 0xff000000).toArray();
    }
}
