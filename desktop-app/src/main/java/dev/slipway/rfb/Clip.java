package dev.slipway.rfb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.Deflater;

/// Texts that are copied from one side to the other: in UTF-8 and only once they are asked for, where the
/// server knows the extended clipboard (rfbproto, 7.7.27), else in Latin-1 at once.
final class Clip {
    /// The longest text that is taken or given, in bytes.
    static final int MOST = 1024 * 1024;

    private static final int MESSAGE = 6;
    private static final int TEXT = 1;
    private static final int CAPABILITIES = 1 << 24;
    private static final int REQUEST = 1 << 25;
    private static final int PEEK = 1 << 26;
    private static final int NOTIFY = 1 << 27;
    private static final int PROVIDE = 1 << 28;
    private static final int SWOLLEN = 16 * MOST;

    private final Bytes in;
    private final Sending sending;
    private final InflatedBytes zlib = new InflatedBytes();
    private volatile boolean extended;
    private volatile Optional<String> offered = Optional.empty();
    private volatile boolean wanted = true;

    Clip(Bytes in, Sending sending) {
        this.in = in;
        this.sending = sending;
    }

    /// Whether texts of the server are asked for.
    void want(boolean now) {
        wanted = now;
    }

    /// Lets the server have a text.
    void offer(String text) {
        String fitting = text.length() > MOST / 4 ? text.substring(0, MOST / 4) : text;
        offered = Optional.of(fitting);
        if (extended) {
            say(NOTIFY | TEXT);
        } else {
            byte[] latin = fitting.getBytes(StandardCharsets.ISO_8859_1);
            sending.put(ByteBuffer.allocate(8 + latin.length)
                    .putInt(MESSAGE << 24)
                    .putInt(latin.length)
                    .put(latin));
        }
    }

    /// Reads the server's message.
    /// @return a text that was copied there
    Optional<String> read() throws IOException {
        in.skip(3);
        int length = in.s32();
        if (length >= 0) {
            if (length > SWOLLEN) {
                throw RfbException.malformed("A copied text of " + length + " bytes");
            }
            if (length > MOST) {
                in.skip(length);
                return Optional.empty();
            }
            byte[] latin = new byte[length];
            in.read(latin, length);
            return wanted ? Optional.of(new String(latin, StandardCharsets.ISO_8859_1)) : Optional.empty();
        }
        if (length < -SWOLLEN || length > -4) {
            throw RfbException.malformed("A copied text of " + length + " bytes");
        }
        return extended(-length - 4);
    }

    private Optional<String> extended(int length) throws IOException {
        int flags = in.s32();
        if ((flags & CAPABILITIES) != 0) {
            in.skip(length);
            extended = true;
            // No text is ever welcome without having been asked for.
            sending.put(ByteBuffer.allocate(16)
                    .putInt(MESSAGE << 24)
                    .putInt(-8)
                    .putInt(CAPABILITIES | REQUEST | PEEK | NOTIFY | PROVIDE | TEXT)
                    .putInt(0));
            return Optional.empty();
        }
        if ((flags & PROVIDE) != 0 && (flags & TEXT) != 0) {
            return provided(length);
        }
        in.skip(length);
        if ((flags & NOTIFY) != 0 && (flags & TEXT) != 0 && wanted) {
            say(REQUEST | TEXT);
        } else if ((flags & REQUEST) != 0 && (flags & TEXT) != 0) {
            offered.ifPresent(this::provide);
        } else if ((flags & PEEK) != 0) {
            say(NOTIFY | (offered.isPresent() ? TEXT : 0));
        }
        return Optional.empty();
    }

    private Optional<String> provided(int length) throws IOException {
        byte[] packed = new byte[Math.min(length, 2 * MOST)];
        in.read(packed, packed.length);
        if (packed.length < length) {
            in.skip(length - packed.length);
            return Optional.empty();
        }
        zlib.reset();
        zlib.begin(new Whole(packed), packed.length);
        int size = zlib.s32();
        if (size < 0 || size > MOST) {
            return Optional.empty();
        }
        String text = zlib.text(size).replace("\r\n", "\n");
        int end = text.indexOf('\0');
        return wanted ? Optional.of(end < 0 ? text : text.substring(0, end)) : Optional.empty();
    }

    private void provide(String text) {
        byte[] plain = (text.replace("\r\n", "\n").replace("\n", "\r\n") + '\0').getBytes(StandardCharsets.UTF_8);
        byte[] sized = ByteBuffer.allocate(4 + plain.length)
                .putInt(plain.length)
                .put(plain)
                .array();
        Deflater deflater = new Deflater();
        deflater.setInput(sized);
        deflater.finish();
        byte[] packed = new byte[sized.length + sized.length / 1000 + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        sending.put(ByteBuffer.allocate(12 + length)
                .putInt(MESSAGE << 24)
                .putInt(-(4 + length))
                .putInt(PROVIDE | TEXT)
                .put(packed, 0, length));
    }

    private void say(int flags) {
        sending.put(ByteBuffer.allocate(12).putInt(MESSAGE << 24).putInt(-4).putInt(flags));
    }

    void close() {
        zlib.close();
    }

    /// Bytes that are here already.
    private static final class Whole extends Bytes {
        Whole(byte[] all) {
            super(all.length);
            System.arraycopy(all, 0, buffer, 0, all.length);
            limit = all.length;
        }

        @Override
        void more() throws IOException {
            throw RfbException.malformed("A copied text is too short");
        }
    }
}
