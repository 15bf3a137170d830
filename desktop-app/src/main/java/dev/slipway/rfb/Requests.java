package dev.slipway.rfb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What this side says (RFC 6143, 7.5): what it wants to see, and what is pressed and pointed at. From any
/// thread.
final class Requests {
    private static final int FORMAT = 0;
    private static final int ENCODINGS = 2;
    private static final int UPDATE = 3;
    private static final int KEY = 4;
    private static final int POINT = 5;
    private static final int CONTINUOUS = 150;
    private static final int FENCE = 248;
    private static final int SIZE = 251;
    private static final int QEMU = 255;

    private final Sending sending;
    private Wishes wishes;
    private int width;
    private int height;
    private boolean begun;
    private boolean paused;
    private boolean continuous;
    private boolean sizes;
    private boolean codesOfKeys;
    private boolean moreButtons;
    private int screenId;
    private int screenFlags;
    private int buttons;

    Requests(Sending sending, Wishes wishes) {
        this.sending = sending;
        this.wishes = wishes;
    }

    synchronized void begin() {
        // 32 bits a pixel, 24 of them used, little-endian, true colour: blue, green, red, nothing.
        sending.put(ByteBuffer.allocate(20)
                .putInt(FORMAT << 24)
                .put((byte) 32)
                .put((byte) 24)
                .put((byte) 0)
                .put((byte) 1)
                .putShort((short) 255)
                .putShort((short) 255)
                .putShort((short) 255)
                .put((byte) 16)
                .put((byte) 8)
                .put((byte) 0)
                .put(new byte[3]));
        begun = true;
        sayWishes();
        ask(false);
    }

    synchronized void wish(Wishes now) {
        wishes = now;
        if (begun) {
            sayWishes();
        }
    }

    private void sayWishes() {
        List<Integer> all = new ArrayList<>(wishes.encodings());
        if (wishes.ownPointer()) {
            all.addAll(List.of(Encodings.POINTER_WITH_ALPHA, Encodings.POINTER));
        }
        all.addAll(List.of(
                Encodings.SIZE,
                Encodings.EXTENDED_SIZE,
                Encodings.NAME,
                Encodings.LAST,
                Encodings.CLIPBOARD,
                Encodings.FENCE,
                Encodings.CONTINUOUS,
                Encodings.QEMU_KEYS,
                Encodings.MORE_BUTTONS,
                Encodings.COMPRESSION_0 + wishes.compression()));
        if (wishes.quality() >= 0) {
            all.add(Encodings.QUALITY_0 + wishes.quality());
        }
        ByteBuffer message = ByteBuffer.allocate(4 + all.size() * 4);
        message.putShort((short) (ENCODINGS << 8)).putShort((short) all.size());
        all.forEach(message::putInt);
        sending.put(message);
    }

    /// Asks for the next one while this one is unpacked.
    synchronized void updateBegins() {
        if (!continuous && !paused) {
            ask(true);
        }
    }

    synchronized void continuousIsKnown() {
        if (!continuous) {
            continuous = true;
            if (!paused) {
                continueUpdates(true);
            }
        }
    }

    synchronized void resized(int nowWidth, int nowHeight) {
        width = nowWidth;
        height = nowHeight;
        if (!begun) {
            return;
        }
        if (continuous && !paused) {
            continueUpdates(true);
        }
        ask(false);
    }

    synchronized void pause() {
        paused = true;
        if (continuous) {
            continueUpdates(false);
        }
    }

    synchronized void resume() {
        if (paused) {
            paused = false;
            if (continuous) {
                continueUpdates(true);
            }
            if (begun) {
                ask(true);
            }
        }
    }

    private void ask(boolean onlyChanges) {
        sending.put(ByteBuffer.allocate(10)
                .put((byte) UPDATE)
                .put((byte) (onlyChanges ? 1 : 0))
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height));
    }

    private void continueUpdates(boolean on) {
        sending.put(ByteBuffer.allocate(10)
                .put((byte) CONTINUOUS)
                .put((byte) (on ? 1 : 0))
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height));
    }

    void fence(int flags, byte[] payload) {
        sending.put(ByteBuffer.allocate(9 + payload.length)
                .putInt(FENCE << 24)
                .putInt(flags)
                .put((byte) payload.length)
                .put(payload));
    }

    synchronized void sizesAreKnown(int id, int flags) {
        sizes = true;
        screenId = id;
        screenFlags = flags;
    }

    synchronized void size(int wantedWidth, int wantedHeight) {
        if (!sizes || (wantedWidth == width && wantedHeight == height)) {
            return;
        }
        sending.put(ByteBuffer.allocate(24)
                .putShort((short) (SIZE << 8))
                .putShort((short) wantedWidth)
                .putShort((short) wantedHeight)
                .putShort((short) (1 << 8))
                .putInt(screenId)
                .putInt(0)
                .putShort((short) wantedWidth)
                .putShort((short) wantedHeight)
                .putInt(screenFlags));
    }

    synchronized void codesOfKeysAreKnown() {
        codesOfKeys = true;
    }

    synchronized void moreButtonsAreKnown() {
        moreButtons = true;
    }

    synchronized void key(RemoteKey key, boolean down) {
        if (codesOfKeys && key.code() != 0) {
            sending.put(ByteBuffer.allocate(12)
                    .putShort((short) (QEMU << 8))
                    .putShort((short) (down ? 1 : 0))
                    .putInt(key.symbol())
                    .putInt(key.code()));
        } else {
            sending.put(ByteBuffer.allocate(8)
                    .put((byte) KEY)
                    .put((byte) (down ? 1 : 0))
                    .putShort((short) 0)
                    .putInt(key.symbol()));
        }
    }

    synchronized void point(int x, int y, int pressed) {
        boolean moves = pressed == buttons;
        buttons = pressed;
        ByteBuffer message = ByteBuffer.allocate(7).put((byte) POINT);
        boolean longForm = moreButtons && pressed > 127;
        message.put((byte) (longForm ? (pressed & 127) | 128 : pressed & 255))
                .putShort((short) Math.clamp(x, 0, Math.max(0, width - 1)))
                .putShort((short) Math.clamp(y, 0, Math.max(0, height - 1)));
        if (longForm) {
            message.put((byte) (pressed >> 7));
        }
        sending.put(message, moves);
    }
}
