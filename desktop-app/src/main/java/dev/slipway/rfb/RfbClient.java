package dev.slipway.rfb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A screen that somebody else draws. One thread calls [#run], which unpacks what arrives until the stream
/// ends; any other may say what is pressed and pointed at.
///
/// A server that knows continuous updates sends them as fast as its measure of the link allows, without being
/// asked for each; another one is asked for the next while the last one is still being unpacked.
public final class RfbClient implements AutoCloseable {
    /// The most pixels a screen may have: about 5120 x 3200. Each costs four bytes here and eight in a view.
    static final int MOST_PIXELS = 16 * 1024 * 1024;

    /// After this long, what has arrived of an update shows before the rest is here.
    private static final long PATIENCE_NANOS = 150_000_000;

    private static final int MOST_COLOURS = 65_536 * 6;
    private static final int LARGEST_POINTER = 512;
    private static final int MOST_SCREENS = 64;

    private final ArrivingBytes in;
    private final OutputStream out;
    private final Sending sending;
    private final Clip clip;
    private final Requests requests;
    private final Viewer viewer;
    private final Optional<String> password;
    private final HextileDecoder hextile = new HextileDecoder();
    private final ZrleDecoder zrle = new ZrleDecoder();
    private final TightDecoder tight = new TightDecoder();
    private final Damage damage = new Damage();
    private @Nullable Screen screen;
    private long shown;
    private final AtomicLong updates = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();

    /// @param password for servers that want one; others are not told it
    public RfbClient(InputStream in, OutputStream out, Wishes wishes, Optional<String> password, Viewer viewer) {
        this.in = new ArrivingBytes(in);
        this.out = out;
        this.viewer = viewer;
        this.password = password;
        this.sending = new Sending(out, () -> cut(in));
        this.clip = new Clip(this.in, sending);
        this.requests = new Requests(sending, wishes);
    }

    /// Reads until the stream ends.
    /// @return never: its end is an exception, too
    public RfbException run() {
        try {
            Handshake.Welcome welcome = new Handshake(in, out, password).shake();
            sending.start();
            resized(welcome.width(), welcome.height());
            viewer.named(welcome.name());
            requests.begin();
            while (true) {
                message();
            }
        } catch (RfbException e) {
            return sending.isStalled()
                    ? new RfbException(RfbException.Kind.STALLED, String.valueOf(e.getMessage()))
                    : e;
        } catch (IOException e) {
            return new RfbException(RfbException.Kind.LOST, String.valueOf(e.getMessage()));
        } finally {
            sending.close();
            zrle.close();
            tight.close();
            clip.close();
        }
    }

    private void message() throws IOException {
        int kind = in.u8();
        switch (kind) {
            case 0 -> update();
            case 1 -> {
                in.skip(3);
                in.skip(Math.min(in.u16() * 6, MOST_COLOURS));
            }
            case 2 -> {}
            case 3 -> clip.read().ifPresent(viewer::copied);
            case 150 -> requests.continuousIsKnown();
            case 248 -> fence();
            default -> throw RfbException.malformed("A message of kind " + kind);
        }
    }

    /// The server measures the link by it.
    private void fence() throws IOException {
        in.skip(3);
        int flags = in.s32();
        byte[] payload = new byte[in.u8()];
        if (payload.length > 64) {
            throw RfbException.malformed("A fence of " + payload.length + " bytes");
        }
        in.read(payload, payload.length);
        if (flags < 0) {
            requests.fence(flags & 3, payload);
        }
    }

    private void update() throws IOException {
        in.skip(1);
        int count = in.u16();
        requests.updateBegins();
        shown = System.nanoTime();
        long began = shown;
        for (int i = 0; count == 0xffff || i < count; i++) {
            Area area = new Area(in.u16(), in.u16(), in.u16(), in.u16());
            if (!part(area, in.s32())) {
                break;
            }
            if (System.nanoTime() - shown > PATIENCE_NANOS) {
                tell();
            }
        }
        tell();
        updates.incrementAndGet();
        busy.addAndGet(System.nanoTime() - began);
    }

    private void tell() {
        if (!damage.isEmpty()) {
            viewer.changed(screen(), damage.take());
        }
        shown = System.nanoTime();
    }

    /// @return false if it says that there are no more
    private boolean part(Area area, int encoding) throws IOException {
        switch (encoding) {
            case Encodings.LAST -> {
                return false;
            }
            case Encodings.SIZE -> resized(area.width(), area.height());
            case Encodings.EXTENDED_SIZE -> extendedSize(area);
            case Encodings.NAME -> viewer.named(in.text(in.length(4096, "A name")));
            case Encodings.POINTER -> viewer.pointer(PointerPixels.masked(in, checkedPointer(area)));
            case Encodings.POINTER_WITH_ALPHA -> viewer.pointer(PointerPixels.translucent(in, checkedPointer(area)));
            case Encodings.QEMU_KEYS -> requests.codesOfKeysAreKnown();
            case Encodings.MORE_BUTTONS -> requests.moreButtonsAreKnown();
            default -> pixels(area, encoding);
        }
        return true;
    }

    private static Area checkedPointer(Area area) throws RfbException {
        if (area.width() > LARGEST_POINTER || area.height() > LARGEST_POINTER) {
            throw RfbException.malformed("A pointer of " + area.width() + " x " + area.height());
        }
        return area;
    }

    private void pixels(Area area, int encoding) throws IOException {
        Screen now = screen();
        now.check(area);
        switch (encoding) {
            case Wishes.RAW -> {
                for (int y = area.y(); y < area.y() + area.height(); y++) {
                    in.pixels(now.pixels, y * now.width() + area.x(), area.width());
                }
            }
            case Wishes.COPY -> {
                Area from = new Area(in.u16(), in.u16(), area.width(), area.height());
                now.check(from);
                now.move(from.x(), from.y(), area);
            }
            case Wishes.HEXTILE -> hextile.decode(in, area, now);
            case Wishes.ZRLE -> zrle.decode(in, area, now);
            case Wishes.TIGHT -> tight.decode(in, area, now);
            default -> throw RfbException.malformed("An encoding that was not asked for: " + encoding);
        }
        damage.add(area);
    }

    private void extendedSize(Area area) throws IOException {
        int screens = in.u8();
        in.skip(3);
        if (screens > MOST_SCREENS) {
            throw RfbException.malformed(screens + " screens");
        }
        int id = 0;
        int flags = 0;
        for (int i = 0; i < screens; i++) {
            int number = in.s32();
            in.skip(8);
            int its = in.s32();
            if (i == 0) {
                id = number;
                flags = its;
            }
        }
        requests.sizesAreKnown(id, flags);
        if (area.x() == 1 && area.y() != 0) {
            viewer.sizeAnswered(area.y());
            return;
        }
        resized(area.width(), area.height());
        if (area.x() == 1) {
            viewer.sizeAnswered(0);
        }
    }

    private void resized(int width, int height) throws IOException {
        Screen before = screen;
        if (before != null && before.width() == width && before.height() == height) {
            return;
        }
        if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
            throw RfbException.malformed("A screen of " + width + " x " + height);
        }
        damage.take();
        screen = new Screen(width, height);
        viewer.sized(width, height);
        requests.resized(width, height);
    }

    private Screen screen() {
        Screen now = screen;
        if (now == null) {
            throw new IllegalStateException("Not begun");
        }
        return now;
    }

    /// Presses or lets go.
    public void key(RemoteKey key, boolean down) {
        requests.key(key, down);
    }

    /// @param buttons bit 0 for the left one, then middle, right, wheel up, down, left, right, back, forward
    public void point(int x, int y, int buttons) {
        requests.point(x, y, buttons);
    }

    /// Asks for another size; the answer is told as [Viewer#sizeAnswered]. Nothing, if the server can't do that.
    public void resize(int width, int height) {
        requests.size(width, height);
    }

    /// Lets the server have a text that was copied here.
    public void offer(String text) {
        clip.offer(text);
    }

    /// Whether texts that are copied there are wanted.
    public void wantCopies(boolean wanted) {
        clip.want(wanted);
    }

    /// From now on the screen shall be sent so.
    public void wish(Wishes wishes) {
        requests.wish(wishes);
    }

    /// Nobody looks: nothing more is sent until [#resume].
    public void pause() {
        requests.pause();
    }

    public void resume() {
        requests.resume();
    }

    /// How many bytes have arrived.
    public long arrived() {
        return in.total();
    }

    /// Nanoseconds in which an update was arriving or being unpacked, without one that has not ended.
    public long busy() {
        return busy.get();
    }

    /// How many updates have been unpacked.
    public long updates() {
        return updates.get();
    }

    /// Ends what waits to be sent; whoever opened the streams closes them.
    @Override
    public void close() {
        sending.close();
    }

    private static void cut(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
