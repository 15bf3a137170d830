package dev.slipway.rfb;

import java.util.Arrays;

/// A table of Huffman codes of at most 16 bits (ITU-T T.81, annex C). Short ones, nearly all that occur, are
/// looked up at once.
final class JpegCodes {
    private static final int QUICK = 9;

    /// For each beginning: length and symbol of its code, or -1 for a longer one.
    private final int[] quick = new int[1 << QUICK];
    /// For each length: the first number of 16 bits that is beyond its codes.
    private final int[] beyond = new int[17];
    /// For each length: what to add to a code for the place of its symbol.
    private final int[] shift = new int[17];
    private final byte[] symbols;

    private JpegCodes(byte[] symbols) {
        this.symbols = symbols;
        Arrays.fill(quick, -1);
    }

    /// @param counts how many codes there are of each length, from 1 to 16
    static JpegCodes of(int[] counts, byte[] symbols) throws RfbException {
        JpegCodes codes = new JpegCodes(symbols);
        int code = 0;
        int place = 0;
        for (int length = 1; length <= 16; length++) {
            codes.shift[length] = place - code;
            if (code + counts[length] > 1 << length) {
                throw RfbException.malformed("A JPEG: codes that contradict one another");
            }
            for (int i = 0; i < counts[length]; i++, code++, place++) {
                if (length <= QUICK) {
                    int first = code << (QUICK - length);
                    Arrays.fill(
                            codes.quick, first, first + (1 << (QUICK - length)), length << 8 | (symbols[place] & 0xff));
                }
            }
            codes.beyond[length] = code << (16 - length);
            code <<= 1;
        }
        return codes;
    }

    /// @param next the next 16 bits
    /// @return the length of their code, from bit 8 on, and its symbol below; -1 if there is none
    int find(int next) {
        int found = quick[next >> (16 - QUICK)];
        if (found >= 0) {
            return found;
        }
        for (int length = QUICK + 1; length <= 16; length++) {
            if (next < beyond[length]) {
                int place = (next >> (16 - length)) + shift[length];
                return place < 0 || place >= symbols.length ? -1 : length << 8 | (symbols[place] & 0xff);
            }
        }
        return -1;
    }
}
