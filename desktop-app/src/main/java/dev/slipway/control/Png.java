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

    public static byte[] of(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        try {
            ByteArrayOutputStream pixels = new ByteArrayOutputStream();
            try (DeflaterOutputStream packed = new DeflaterOutputStream(pixels, new Deflater(9))) {
                byte[] line = new byte[width * 3];
                byte[] above = new byte[width * 3];
                byte[] filtered = new byte[width * 3 + 1];
                filtered[0] = 2;
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        int argb = image.getPixelReader().getArgb(x, y);
                        line[x * 3] = (byte) (argb >> 16);
                        line[x * 3 + 1] = (byte) (argb >> 8);
                        line[x * 3 + 2] = (byte) argb;
                    }
                    for (int i = 0; i < line.length; i++) {
                        filtered[i + 1] = (byte) (line[i] - above[i]);
                    }
                    packed.write(filtered);
                    System.arraycopy(line, 0, above, 0, line.length);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(SIGNATURE);
            chunk(
                    out,
                    "IHDR",
                    ByteBuffer.allocate(13)
                            .putInt(width)
                            .putInt(height)
                            .put(new byte[] {8, 2, 0, 0, 0})
                            .array());
            chunk(out, "IDAT", pixels.toByteArray());
            chunk(out, "IEND", new byte[0]);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
