package dev.slipway.control;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javafx.scene.image.Image;

/// Writes an image as PNG (ISO/IEC 15948) without AWT, which would cost a start of its own.
public final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Png() {}

    /// Lines are written as they are or as the difference to the line above, whichever packs better: the first suits
    /// drawn surfaces, the second photographs.
    public static byte[] of(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        try {
            byte[] plain = pixels(image, width, height, 0);
            byte[] above = pixels(image, width, height, 2);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(SIGNATURE);
            byte[] header = {8, 2, 0, 0, 0};
            chunk(
                    out,
                    "IHDR",
                    ByteBuffer.allocate(13)
                            .putInt(width)
                            .putInt(height)
                            .put(header)
                            .array());
            chunk(out, "IDAT", plain.length <= above.length ? plain : above);
            chunk(out, "IEND", new byte[0]);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param filter 0 for none, 2 for the difference to the line above
    private static byte[] pixels(Image image, int width, int height, int filter) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(9);
        try (DeflaterOutputStream packed = new DeflaterOutputStream(pixels, deflater)) {
            byte[] line = new byte[width * 3];
            byte[] above = new byte[width * 3];
            byte[] filtered = new byte[width * 3 + 1];
            filtered[0] = (byte) filter;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int argb = image.getPixelReader().getArgb(x, y);
                    line[x * 3] = (byte) (argb >> 16);
                    line[x * 3 + 1] = (byte) (argb >> 8);
                    line[x * 3 + 2] = (byte) argb;
                }
                for (int i = 0; i < line.length; i++) {
                    filtered[i + 1] = (byte) (filter == 0 ? line[i] : line[i] - above[i]);
                }
                packed.write(filtered);
                System.arraycopy(line, 0, above, 0, line.length);
            }
        } finally {
            deflater.end();
        }
        return pixels.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        DataOutputStream chunk = new DataOutputStream(out);
        chunk.writeInt(data.length);
        chunk.write(name);
        chunk.write(data);
        chunk.writeInt((int) crc.getValue());
    }
}
