package dev.slipway.rfb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Decodes the JPEGs of Tight areas (ITU-T T.81, baseline) into a screen. In Java, as a sandbox could send a
/// picture that is made to break a decoder, and here such a one can't reach beyond its arrays. Progressive
/// pictures, of which a few bytes can cost minutes, are not accepted; servers don't send them.
final class Jpeg {
    /// Where each coefficient of the zigzag order stands in its block.
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int DQT = 0xdb;
    private static final int DRI = 0xdd;
    private static final int DHT = 0xc4;
    private static final int SOF_BASELINE = 0xc0;
    private static final int SOF_EXTENDED = 0xc1;

    private static final int[] RED = new int[256];
    private static final int[] BLUE = new int[256];
    private static final int[] GREEN_BY_BLUE = new int[256];
    private static final int[] GREEN_BY_RED = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            RED[i] = (int) Math.round(1.402 * (i - 128));
            BLUE[i] = (int) Math.round(1.772 * (i - 128));
            GREEN_BY_BLUE[i] = (int) Math.round(-0.344136 * 65536 * (i - 128)) + 32768;
            GREEN_BY_RED[i] = (int) Math.round(-0.714136 * 65536 * (i - 128));
        }
    }

    private final int[][] quantities = new int[4][];
    private final @Nullable JpegCodes[] dc = new JpegCodes[4];
    private final @Nullable JpegCodes[] ac = new JpegCodes[4];
    private final int[] block = new int[64];
    private final JpegTransform transform = new JpegTransform();
    private final Channel[] channels = {new Channel(), new Channel(), new Channel()};
    private byte[] data = {};
    private int position;
    private int end;
    private int count;
    private int restart;
    private long bits;
    private int available;

    /// One of luminance and two colours.
    private static final class Channel {
        int id;
        int across;
        int down;
        int quantity;
        int dcTable;
        int acTable;
        int before;
        int stride;
        byte[] line = {};
    }

    /// @param length of the picture, from the beginning of `bytes` on
    /// @param area   within the screen; the picture must be of its size
    void decode(byte[] bytes, int length, Area area, Screen screen) throws RfbException {
        data = bytes;
        position = 0;
        end = length;
        count = 0;
        restart = 0;
        if (u16() != 0xff00 + SOI) {
            throw damaged("no beginning");
        }
        while (true) {
            int marker = marker();
            if (marker == EOI) {
                throw damaged("no contents");
            }
            int size = u16();
            int next = position + size - 2;
            if (size < 2 || next > end) {
                throw damaged("a part is too long");
            }
            switch (marker) {
                case DQT -> quantities(next);
                case DHT -> codes(next);
                case DRI -> restart = u16();
                case SOF_BASELINE, SOF_EXTENDED -> frame(area);
                case SOS -> {
                    scan();
                    position = next;
                    contents(area, screen);
                    return;
                }
                default -> {
                    if (marker >= 0xc0 && marker <= 0xcf) {
                        throw damaged("not a baseline picture");
                    }
                }
            }
            position = next;
        }
    }

    private static RfbException damaged(String detail) {
        return RfbException.malformed("A JPEG: " + detail);
    }

    private int u8() throws RfbException {
        if (position >= end) {
            throw damaged("it ends too early");
        }
        return data[position++] & 0xff;
    }

    private int u16() throws RfbException {
        return u8() << 8 | u8();
    }

    private int marker() throws RfbException {
        if (u8() != 0xff) {
            throw damaged("a marker is missing");
        }
        int marker;
        do {
            marker = u8();
        } while (marker == 0xff);
        return marker;
    }

    private void quantities(int next) throws RfbException {
        while (position < next) {
            int kind = u8();
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[i] = kind < 16 ? u8() : u16();
            }
            quantities[kind & 3] = table;
        }
    }

    private void codes(int next) throws RfbException {
        while (position < next) {
            int kind = u8();
            int[] counts = new int[17];
            int all = 0;
            for (int i = 1; i <= 16; i++) {
                counts[i] = u8();
                all += counts[i];
            }
            if (all > 256) {
                throw damaged("too many codes");
            }
            byte[] symbols = new byte[all];
            for (int i = 0; i < all; i++) {
                symbols[i] = (byte) u8();
            }
            (kind < 16 ? dc : ac)[kind & 3] = JpegCodes.of(counts, symbols);
        }
    }

    private void frame(Area area) throws RfbException {
        int precision = u8();
        int height = u16();
        int width = u16();
        count = u8();
        if (precision != 8 || (count != 1 && count != 3)) {
            throw damaged("of a kind that is not known");
        }
        if (width != area.width() || height != area.height()) {
            throw damaged(width + " x " + height + " in " + area);
        }
        for (int i = 0; i < count; i++) {
            Channel channel = channels[i];
            channel.id = u8();
            int sampling = u8();
            channel.across = count == 1 ? 1 : sampling >> 4;
            channel.down = count == 1 ? 1 : sampling & 15;
            channel.quantity = u8() & 3;
            boolean known = i == 0
                    ? channel.across >= 1 && channel.across <= 2 && channel.down >= 1 && channel.down <= 2
                    : channel.across == 1 && channel.down == 1;
            if (!known) {
                throw damaged("a sampling that is not known");
            }
        }
    }

    private void scan() throws RfbException {
        if (count == 0 || u8() != count) {
            throw damaged("its parts do not fit");
        }
        for (int i = 0; i < count; i++) {
            if (u8() != channels[i].id) {
                throw damaged("its parts do not fit");
            }
            int tables = u8();
            channels[i].dcTable = tables >> 4 & 3;
            channels[i].acTable = tables & 3;
        }
    }

    private void contents(Area area, Screen screen) throws RfbException {
        int across = channels[0].across * 8;
        int down = channels[0].down * 8;
        int columns = (area.width() + across - 1) / across;
        for (int i = 0; i < count; i++) {
            Channel channel = channels[i];
            channel.stride = columns * channel.across * 8;
            int size = channel.stride * channel.down * 8;
            if (channel.line.length < size) {
                channel.line = new byte[size];
            }
        }
        begin();
        int untilRestart = restart;
        for (int y = 0; y < area.height(); y += down) {
            for (int column = 0; column < columns; column++) {
                if (restart > 0 && untilRestart-- == 0) {
                    nextPart();
                    untilRestart = restart - 1;
                }
                for (int i = 0; i < count; i++) {
                    unit(channels[i], column);
                }
            }
            int lines = Math.min(down, area.height() - y);
            for (int line = 0; line < lines; line++) {
                int at = (area.y() + y + line) * screen.width() + area.x();
                if (count == 1) {
                    grey(line, screen.pixels, at, area.width());
                } else {
                    colours(line, screen.pixels, at, area.width());
                }
            }
        }
    }

    private void begin() {
        bits = 0;
        available = 0;
        for (Channel channel : channels) {
            channel.before = 0;
        }
    }

    /// Goes on behind the next restart marker.
    private void nextPart() throws RfbException {
        int marker = marker();
        if (marker < 0xd0 || marker > 0xd7) {
            throw damaged("a restart is missing");
        }
        begin();
    }

    /// The blocks of one channel in one column.
    private void unit(Channel channel, int column) throws RfbException {
        JpegCodes dcCodes = dc[channel.dcTable];
        JpegCodes acCodes = ac[channel.acTable];
        int[] quantity = quantities[channel.quantity];
        if (dcCodes == null || acCodes == null || quantity == null) {
            throw damaged("a table is missing");
        }
        for (int y = 0; y < channel.down; y++) {
            for (int x = 0; x < channel.across; x++) {
                boolean flat = block(channel, dcCodes, acCodes, quantity);
                int at = y * 8 * channel.stride + (column * channel.across + x) * 8;
                if (flat) {
                    transform.flat(block[0], channel.line, at, channel.stride);
                } else {
                    transform.inverse(block, channel.line, at, channel.stride);
                    Arrays.fill(block, 0);
                }
            }
        }
    }

    /// Reads a block's coefficients; true if it has none but the first.
    private boolean block(Channel channel, JpegCodes dcCodes, JpegCodes acCodes, int[] quantity) throws RfbException {
        int size = symbol(dcCodes);
        if (size > 15) {
            throw damaged("a step is too large");
        }
        channel.before = (short) (channel.before + number(size));
        block[0] = channel.before * quantity[0];
        boolean flat = true;
        for (int k = 1; k < 64; k++) {
            int symbol = symbol(acCodes);
            int length = symbol & 15;
            int zeros = symbol >> 4;
            if (length == 0) {
                if (zeros < 15) {
                    break;
                }
                k += 15;
                continue;
            }
            k += zeros;
            if (k > 63) {
                throw damaged("a block is too long");
            }
            block[ZIGZAG[k]] = number(length) * quantity[k];
            flat = false;
        }
        return flat;
    }

    private int symbol(JpegCodes codes) throws RfbException {
        if (available < 16) {
            refill();
        }
        int found = codes.find((int) (bits >>> 48));
        int length = found >> 8;
        if (found < 0 || length > available) {
            throw damaged("a code that is not known");
        }
        bits <<= length;
        available -= length;
        return found & 255;
    }

    /// A number of so many bits; those whose first bit is 0 are negative (F.2.2.1).
    private int number(int size) throws RfbException {
        if (size == 0) {
            return 0;
        }
        if (available < size) {
            refill();
            if (available < size) {
                throw damaged("it ends too early");
            }
        }
        int value = (int) (bits >>> (64 - size));
        bits <<= size;
        available -= size;
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    /// Bits up to the next marker; behind it there are none.
    private void refill() {
        while (available <= 48 && position < end) {
            int next = data[position] & 0xff;
            if (next == 0xff) {
                if (position + 1 >= end || data[position + 1] != 0) {
                    return;
                }
                position++;
            }
            position++;
            bits |= (long) next << (56 - available);
            available += 8;
        }
    }

    private void grey(int line, int[] pixels, int at, int width) {
        Channel grey = channels[0];
        int from = line * grey.stride;
        for (int x = 0; x < width; x++) {
            pixels[at + x] = Bytes.OPAQUE | (grey.line[from + x] & 0xff) * 0x010101;
        }
    }

    private void colours(int line, int[] pixels, int at, int width) {
        byte[] light = channels[0].line;
        byte[] blue = channels[1].line;
        byte[] red = channels[2].line;
        int from = line * channels[0].stride;
        int colour = line / channels[0].down * channels[1].stride;
        int shift = channels[0].across - 1;
        for (int x = 0; x < width; x++) {
            int y = light[from + x] & 0xff;
            int cb = blue[colour + (x >> shift)] & 0xff;
            int cr = red[colour + (x >> shift)] & 0xff;
            int r = y + RED[cr];
            int g = y + ((GREEN_BY_BLUE[cb] + GREEN_BY_RED[cr]) >> 16);
            int b = y + BLUE[cb];
            if (((r | g | b) & ~255) != 0) {
                r = Math.clamp(r, 0, 255);
                g = Math.clamp(g, 0, 255);
                b = Math.clamp(b, 0, 255);
            }
            pixels[at + x] = Bytes.OPAQUE | r << 16 | g << 8 | b;
        }
    }
}
