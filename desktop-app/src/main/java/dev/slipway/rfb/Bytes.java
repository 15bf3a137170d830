package dev.slipway.rfb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Bytes in the order in which they arrive, from the stream itself or out of a compressed part of it. Decoders
/// read the buffer directly: per pixel, a call would cost more than the work.
abstract class Bytes {
    static final int OPAQUE = 0xff000000;

    final byte[] buffer;
    private final ByteBuffer littleEndian;
    int position;
    int limit;

    Bytes(int size) {
        this.buffer = new byte[size];
        this.littleEndian = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Appends at least one byte at `limit`, where there is room, or throws.
    abstract void more() throws IOException;

    /// Returns once so many bytes stand in the buffer from `position` on.
    /// @param count no more than the buffer's size
    final void need(int count) throws IOException {
        if (limit - position >= count) {
            return;
        }
        if (buffer.length - position < count) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        while (limit - position < count) {
            more();
        }
    }

    final int u8() throws IOException {
        need(1);
        return buffer[position++] & 0xff;
    }

    final int u16() throws IOException {
        need(2);
        position += 2;
        return (buffer[position - 2] & 0xff) << 8 | (buffer[position - 1] & 0xff);
    }

    final int s32() throws IOException {
        return u16() << 16 | u16();
    }

    /// A length that the other side claims.
    /// @param most the longest that is believed
    final int length(int most, String what) throws IOException {
        int length = s32();
        if (length < 0 || length > most) {
            throw RfbException.malformed(what + " of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    final void skip(int count) throws IOException {
        int left = count;
        while (left > 0) {
            need(1);
            int step = Math.min(left, limit - position);
            position += step;
            left -= step;
        }
    }

    final void read(byte[] into, int count) throws IOException {
        int at = 0;
        while (at < count) {
            need(1);
            int step = Math.min(count - at, limit - position);
            System.arraycopy(buffer, position, into, at, step);
            position += step;
            at += step;
        }
    }

    final String text(int length) throws IOException {
        byte[] text = new byte[length];
        read(text, length);
        return new String(text, StandardCharsets.UTF_8);
    }

    /// A pixel of four bytes, as this client asks for them.
    final int pixel() throws IOException {
        need(4);
        int at = position;
        position += 4;
        return OPAQUE | (buffer[at + 2] & 0xff) << 16 | (buffer[at + 1] & 0xff) << 8 | (buffer[at] & 0xff);
    }

    /// A pixel of ZRLE: three bytes, blue first.
    final int compactPixel() throws IOException {
        need(3);
        int at = position;
        position += 3;
        return OPAQUE | (buffer[at + 2] & 0xff) << 16 | (buffer[at + 1] & 0xff) << 8 | (buffer[at] & 0xff);
    }

    /// A pixel of Tight: three bytes, red first.
    final int tightPixel() throws IOException {
        need(3);
        int at = position;
        position += 3;
        return OPAQUE | (buffer[at] & 0xff) << 16 | (buffer[at + 1] & 0xff) << 8 | (buffer[at + 2] & 0xff);
    }

    /// Many pixels of four bytes.
    final void pixels(int[] into, int offset, int count) throws IOException {
        int at = offset;
        int end = offset + count;
        while (at < end) {
            need(4);
            int step = Math.min(end - at, (limit - position) / 4);
            littleEndian.position(position).asIntBuffer().get(into, at, step);
            position += step * 4;
            for (int i = at; i < at + step; i++) {
                into[i] |= OPAQUE;
            }
            at += step;
        }
    }

    /// Many pixels of three bytes, red first.
    final void tightPixels(int[] into, int offset, int count) throws IOException {
        int at = offset;
        int end = offset + count;
        while (at < end) {
            need(3);
            int step = Math.min(end - at, (limit - position) / 3);
            int from = position;
            for (int i = at; i < at + step; i++, from += 3) {
                into[i] = OPAQUE
                        | (buffer[from] & 0xff) << 16
                        | (buffer[from + 1] & 0xff) << 8
                        | (buffer[from + 2] & 0xff);
            }
            position = from;
            at += step;
        }
    }

    /// Many pixels of three bytes, blue first.
    final void compactPixels(int[] into, int offset, int count) throws IOException {
        int at = offset;
        int end = offset + count;
        while (at < end) {
            need(3);
            int step = Math.min(end - at, (limit - position) / 3);
            int from = position;
            for (int i = at; i < at + step; i++, from += 3) {
                into[i] = OPAQUE
                        | (buffer[from + 2] & 0xff) << 16
                        | (buffer[from + 1] & 0xff) << 8
                        | (buffer[from] & 0xff);
            }
            position = from;
            at += step;
        }
    }
}
