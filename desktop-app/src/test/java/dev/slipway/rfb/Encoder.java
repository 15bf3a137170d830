package dev.slipway.rfb;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A server's half, written from the protocol's text alone: pictures into bytes, in each encoding and with each
/// of its kinds of tiles.
final class Encoder {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final DataOutputStream out = new DataOutputStream(bytes);
    private final Random random;
    private final Deflater zrle = new Deflater();
    private final Deflater[] tight = {new Deflater(), new Deflater(), new Deflater(), new Deflater()};

    /// A part of a picture to be sent.
    static final class Part {
        final int x;
        final int y;
        final int width;
        final int height;
        final int[] pixels;

        Part(int x, int y, int width, int height, int[] pixels) {
            this.x = x;
            this.y = y;
            this.width = width;
            this.height = height;
            this.pixels = pixels;
        }

        int at(int column, int row) {
            return pixels[row * width + column] & 0xffffff;
        }
    }

    Encoder(Random random) {
        this.random = random;
    }

    interface Writing {
        void write() throws IOException;
    }

    Encoder say(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Encoder greet(int width, int height) {
        return say(() -> {
            out.writeBytes("RFB 003.008\n");
            out.write(new byte[] {1, 1});
            out.writeInt(0);
            out.writeShort(width);
            out.writeShort(height);
            out.write(new byte[16]);
            out.writeInt(4);
            out.writeBytes("test");
        });
    }

    Encoder update(int parts) {
        return say(() -> {
            out.writeShort(0);
            out.writeShort(parts);
        });
    }

    private void head(Part part, int encoding) throws IOException {
        out.writeShort(part.x);
        out.writeShort(part.y);
        out.writeShort(part.width);
        out.writeShort(part.height);
        out.writeInt(encoding);
    }

    private static void pixel(DataOutputStream to, int pixel) throws IOException {
        to.writeInt(Integer.reverseBytes(pixel & 0xffffff));
    }

    private static void compact(DataOutputStream to, int pixel) throws IOException {
        to.write(pixel);
        to.write(pixel >> 8);
        to.write(pixel >> 16);
    }

    private static void redFirst(DataOutputStream to, int pixel) throws IOException {
        to.write(pixel >> 16);
        to.write(pixel >> 8);
        to.write(pixel);
    }

    Encoder raw(Part part) {
        return say(() -> {
            head(part, 0);
            for (int pixel : part.pixels) {
                pixel(out, pixel);
            }
        });
    }

    Encoder copy(int fromX, int fromY, int x, int y, int width, int height) {
        return say(() -> {
            head(new Part(x, y, width, height, new int[0]), 1);
            out.writeShort(fromX);
            out.writeShort(fromY);
        });
    }

    Encoder hextile(Part part) {
        return say(() -> {
            head(part, 5);
            for (int y = 0; y < part.height; y += 16) {
                for (int x = 0; x < part.width; x += 16) {
                    hextileTile(part, x, y, Math.min(16, part.width - x), Math.min(16, part.height - y));
                }
            }
        });
    }

    private void hextileTile(Part part, int x, int y, int width, int height) throws IOException {
        List<int[]> runs = new ArrayList<>();
        int background = part.at(x, y);
        boolean two = true;
        int foreground = -1;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; ) {
                int colour = part.at(x + column, y + row);
                int length = 1;
                while (column + length < width && part.at(x + column + length, y + row) == colour) {
                    length++;
                }
                if (colour != background) {
                    runs.add(new int[] {column, row, length, colour});
                    two &= foreground < 0 || foreground == colour;
                    foreground = colour;
                }
                column += length;
            }
        }
        if (runs.size() > 80) {
            out.write(1);
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    pixel(out, part.at(x + column, y + row));
                }
            }
            return;
        }
        out.write(2 | (two && foreground >= 0 ? 4 : 0) | (runs.isEmpty() ? 0 : 8) | (two ? 0 : 16));
        pixel(out, background);
        if (two && foreground >= 0) {
            pixel(out, foreground);
        }
        if (!runs.isEmpty()) {
            out.write(runs.size());
        }
        for (int[] run : runs) {
            if (!two) {
                pixel(out, run[3]);
            }
            out.write(run[0] << 4 | run[1]);
            out.write((run[2] - 1) << 4);
        }
    }

    Encoder zrle(Part part) {
        return say(() -> {
            head(part, 16);
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            DataOutputStream to = new DataOutputStream(plain);
            for (int y = 0; y < part.height; y += 64) {
                for (int x = 0; x < part.width; x += 64) {
                    zrleTile(to, part, x, y, Math.min(64, part.width - x), Math.min(64, part.height - y));
                }
            }
            byte[] packed = pack(zrle, plain.toByteArray());
            out.writeInt(packed.length);
            out.write(packed);
        });
    }

    private void zrleTile(DataOutputStream to, Part part, int x, int y, int width, int height) throws IOException {
        int[] tile = new int[width * height];
        for (int i = 0; i < tile.length; i++) {
            tile[i] = part.at(x + i % width, y + i / width);
        }
        int[] palette = Arrays.stream(tile).distinct().toArray();
        if (palette.length == 1) {
            to.write(1);
            compact(to, palette[0]);
        } else if (palette.length <= 16 && random.nextBoolean()) {
            packedTile(to, tile, palette, width, height);
        } else if (palette.length <= 127 && random.nextBoolean()) {
            to.write(128 + palette.length);
            for (int colour : palette) {
                compact(to, colour);
            }
            runs(to, tile, palette);
        } else if (random.nextBoolean()) {
            to.write(128);
            runs(to, tile, new int[0]);
        } else {
            to.write(0);
            for (int pixel : tile) {
                compact(to, pixel);
            }
        }
    }

    private static void packedTile(DataOutputStream to, int[] tile, int[] palette, int width, int height)
            throws IOException {
        to.write(palette.length);
        for (int colour : palette) {
            compact(to, colour);
        }
        int bits = palette.length > 4 ? 4 : palette.length > 2 ? 2 : 1;
        for (int row = 0; row < height; row++) {
            int gathered = 0;
            int filled = 0;
            for (int column = 0; column < width; column++) {
                gathered = gathered << bits | indexOf(palette, tile[row * width + column]);
                filled += bits;
                if (filled == 8 || column == width - 1) {
                    to.write(gathered << (8 - filled));
                    gathered = 0;
                    filled = 0;
                }
            }
        }
    }

    private static int indexOf(int[] palette, int colour) {
        int index = 0;
        while (palette[index] != colour) {
            index++;
        }
        return index;
    }

    private static void runs(DataOutputStream to, int[] tile, int[] palette) throws IOException {
        for (int at = 0; at < tile.length; ) {
            int end = at + 1;
            while (end < tile.length && tile[end] == tile[at]) {
                end++;
            }
            boolean alone = palette.length > 0 && end == at + 1;
            if (palette.length == 0) {
                compact(to, tile[at]);
            } else {
                to.write(indexOf(palette, tile[at]) | (alone ? 0 : 128));
            }
            if (!alone) {
                int rest = end - at - 1;
                for (; rest >= 255; rest -= 255) {
                    to.write(255);
                }
                to.write(rest);
            }
            at = end;
        }
    }

    /// @param filter 0 for none, named or not, 1 for a palette, 2 for the gradient
    Encoder tight(Part part, int filter) {
        int[] palette = Arrays.stream(part.pixels)
                .map(pixel -> pixel & 0xffffff)
                .distinct()
                .toArray();
        return say(() -> {
            head(part, 7);
            if (palette.length == 1) {
                out.write(0x80);
                redFirst(out, palette[0]);
                return;
            }
            boolean withPalette = filter == 1 && palette.length <= 256;
            int stream = random.nextInt(4);
            int reset = random.nextInt(5) == 0 ? 1 << stream : 0;
            if (reset != 0) {
                tight[stream].reset();
            }
            boolean named = withPalette || filter == 2 || random.nextBoolean();
            out.write(stream << 4 | (named ? 0x40 : 0) | reset);
            if (named) {
                out.write(withPalette ? 1 : filter == 2 ? 2 : 0);
            }
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            DataOutputStream to = new DataOutputStream(plain);
            if (withPalette) {
                out.write(palette.length - 1);
                for (int colour : palette) {
                    redFirst(out, colour);
                }
                indices(to, part, palette);
            } else if (filter == 2) {
                gradient(to, part);
            } else {
                for (int pixel : part.pixels) {
                    redFirst(to, pixel);
                }
            }
            if (plain.size() < 12) {
                plain.writeTo(out);
            } else {
                compressed(pack(tight[stream], plain.toByteArray()));
            }
        });
    }

    private static void indices(DataOutputStream to, Part part, int[] palette) throws IOException {
        for (int row = 0; row < part.height; row++) {
            if (palette.length > 2) {
                for (int column = 0; column < part.width; column++) {
                    to.write(indexOf(palette, part.at(column, row)));
                }
                continue;
            }
            for (int column = 0; column < part.width; column += 8) {
                int eight = 0;
                for (int bit = 0; bit < Math.min(8, part.width - column); bit++) {
                    eight |= indexOf(palette, part.at(column + bit, row)) << (7 - bit);
                }
                to.write(eight);
            }
        }
    }

    private static void gradient(DataOutputStream to, Part part) throws IOException {
        for (int row = 0; row < part.height; row++) {
            for (int column = 0; column < part.width; column++) {
                for (int shift = 16; shift >= 0; shift -= 8) {
                    int left = column == 0 ? 0 : part.at(column - 1, row) >> shift & 255;
                    int above = row == 0 ? 0 : part.at(column, row - 1) >> shift & 255;
                    int corner = row == 0 || column == 0 ? 0 : part.at(column - 1, row - 1) >> shift & 255;
                    int foretold = Math.max(0, Math.min(255, left + above - corner));
                    to.write((part.at(column, row) >> shift & 255) - foretold);
                }
            }
        }
    }

    Encoder jpeg(Part part, float quality) {
        byte[] jpeg = jpegOf(part, quality);
        return say(() -> {
            head(part, 7);
            out.write(0x90);
            compressed(jpeg);
        });
    }

    private void compressed(byte[] data) throws IOException {
        int length = data.length;
        if (length < 128) {
            out.write(length);
        } else if (length < 16384) {
            out.write((length & 127) | 128);
            out.write(length >> 7);
        } else {
            out.write((length & 127) | 128);
            out.write((length >> 7 & 127) | 128);
            out.write(length >> 14);
        }
        out.write(data);
    }

    static byte[] jpegOf(Part part, float quality) {
        BufferedImage image = new BufferedImage(part.width, part.height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, part.width, part.height, part.pixels, 0, part.width);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /// What another decoder makes of a JPEG.
    static int[] pixelsOf(byte[] jpeg) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pack(Deflater deflater, byte[] plain) {
        deflater.setInput(plain);
        byte[] packed = new byte[plain.length * 2 + 1024];
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(packed, length);
    }
}
