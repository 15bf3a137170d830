package dev.slipway.desktop;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;

/// A program on an X desktop that the stream's bench watches, in the X protocol itself so that nothing must be
/// installed
/// for it. It scrolls a page with texts and pictures as fast as it is told to, all of it different each time, and
/// answers each key with a square of another colour.
final class Painting {
    /// Side of the square at the top left, which answers keys, and of the mark at the bottom left.
    static final int SQUARE = 64;

    static final int MARK = 16;

    /// The mark of each page has another grey than those of the seven before.
    static final int MARKS = 8;

    private static final int CREATE_WINDOW = 1;
    private static final int MAP_WINDOW = 8;
    private static final int CREATE_GC = 55;
    private static final int CHANGE_GC = 56;
    private static final int FILL = 70;
    private static final int PUT_IMAGE = 72;
    private static final int KEY_PRESS = 2;
    private static final int STRIPE = 50;

    private final int width;
    private final int height;
    private final DataInputStream in;
    private final SocketChannel out;
    private final int root;
    private final int window;
    private final int context;
    private final int[] page;
    private volatile int colour = -1;

    /// @param display its number
    /// @param film    whether the page is one large picture, rather than texts with some
    Painting(int display, int width, int height, boolean film) throws IOException {
        this.width = width;
        this.height = height;
        this.out = SocketChannel.open(StandardProtocolFamily.UNIX);
        out.connect(UnixDomainSocketAddress.of(Path.of("/tmp/.X11-unix/X" + display)));
        this.in = new DataInputStream(Channels.newInputStream(out));
        send(request(12).put((byte) 'l').put((byte) 0).putShort((short) 11));
        byte[] head = in.readNBytes(8);
        if (head[0] != 1) {
            throw new IOException("The X server refuses programs");
        }
        ByteBuffer setup = little(in.readNBytes((head[7] & 255) << 10 | (head[6] & 255) << 2));
        int base = setup.getInt(4);
        int vendor = setup.getShort(16) + 3 & ~3;
        this.root = setup.getInt(32 + vendor + setup.get(21) * 8);
        this.window = base + 1;
        this.context = base + 2;
        this.page = film ? film() : page();
        open();
    }

    /// Paints until the process ends. Keys are answered at once.
    /// @param args of the process: display, width, height, pictures a second, `film` or `page`
    static void main(String[] args) throws Exception {
        Painting painting = new Painting(
                Integer.parseInt(args[0]),
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                args[4].equals("film"));
        int perSecond = Integer.parseInt(args[3]);
        Thread.ofPlatform().daemon().start(painting::answer);
        long next = System.nanoTime();
        if (perSecond == 0) {
            Thread.currentThread().join();
        }
        for (int shown = 0; ; shown++) {
            painting.show(shown * 7, shown);
            next += 1_000_000_000L / perSecond;
            long now = System.nanoTime();
            next = Math.max(next, now - 100_000_000);
            java.util.concurrent.locks.LockSupport.parkNanos(next - now);
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer request(int bytes) {
        return little(new byte[bytes]);
    }

    private static ByteBuffer request(int kind, int detail, int bytes) {
        return request(bytes).put((byte) kind).put((byte) detail).putShort((short) (bytes / 4));
    }

    private void open() throws IOException {
        ByteBuffer all = request(CREATE_WINDOW, 0, 40)
                .putInt(window)
                .putInt(root)
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height)
                .putShort((short) 0)
                .putShort((short) 1)
                .putInt(0)
                .putInt(0x0a00)
                .putInt(1)
                .putInt(1);
        send(all);
        send(request(MAP_WINDOW, 0, 8).putInt(window));
        send(request(CREATE_GC, 0, 16).putInt(context).putInt(window));
    }

    private synchronized void send(ByteBuffer request) throws IOException {
        request.clear();
        while (request.hasRemaining()) {
            out.write(request);
        }
    }

    /// The page from line `from` on; it begins again where it ends.
    /// @param number of pages before
    private void show(int from, int number) throws IOException {
        int grey = number % MARKS * 0x202020;
        for (int y = 0; y < height; y += STRIPE) {
            int lines = Math.min(STRIPE, height - y);
            ByteBuffer put = request(PUT_IMAGE, 2, 24 + lines * width * 4)
                    .putInt(window)
                    .putInt(context)
                    .putShort((short) width)
                    .putShort((short) lines)
                    .putShort((short) 0)
                    .putShort((short) y)
                    .put((byte) 0)
                    .put((byte) 24)
                    .putShort((short) 0);
            for (int line = y; line < y + lines; line++) {
                int at = (from + line) % (height * 2) * width;
                put.slice(24 + (line - y) * width * 4, width * 4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asIntBuffer()
                        .put(page, at, width);
                for (int x = 0; x < MARK && line >= height - MARK; x++) {
                    put.putInt(24 + ((line - y) * width + x) * 4, grey);
                }
            }
            send(put);
        }
        if (colour >= 0) {
            square();
        }
    }

    private void answer() {
        try {
            int presses = 0;
            while (true) {
                byte[] event = in.readNBytes(32);
                if (event.length < 32) {
                    return;
                }
                if ((event[0] & 127) == KEY_PRESS) {
                    presses++;
                    colour = presses % 2 == 1 ? 0xff0000 : 0x00ff00;
                    square();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void square() throws IOException {
        ByteBuffer both = request(36);
        both.put(request(CHANGE_GC, 0, 16)
                .putInt(context)
                .putInt(4)
                .putInt(colour)
                .array());
        both.put(request(FILL, 0, 20)
                .putInt(window)
                .putInt(context)
                .putInt(0)
                .putShort((short) SQUARE)
                .putShort((short) SQUARE)
                .array());
        send(both);
    }

    /// Lines of dark letters on white, with a picture on the right.
    private int[] page() {
        Random random = new Random(5);
        int[] pixels = film();
        for (int line = 0; line < height * 2; line++) {
            int row = line % 18;
            for (int x = 0; x < width; x++) {
                boolean picture = x > width * 5 / 8 && line / 400 % 2 == 0;
                if (!picture) {
                    boolean ink = row < 11 && x % 9 < 6 && (line / 18 * 31 + x / 9) % 7 != 0 && random.nextInt(3) == 0;
                    pixels[line * width + x] = ink ? 0x24292f : 0xffffff;
                }
            }
        }
        return pixels;
    }

    /// Something like a photograph: smooth forms with a little grain.
    private int[] film() {
        Random random = new Random(4);
        int[] pixels = new int[width * height * 2];
        for (int i = 0; i < pixels.length; i++) {
            double x = i % width / 90.0;
            int line = i / width;
            double y = line / 70.0;
            int grain = random.nextInt(9);
            int red = (int) (120 + 90 * Math.sin(x + Math.cos(y))) + grain;
            int green = (int) (120 + 90 * Math.cos(y * 1.3 - x)) + grain;
            int blue = (int) (120 + 90 * Math.sin(x * 0.7 + y)) + grain;
            pixels[i] = red << 16 | green << 8 | blue;
        }
        return pixels;
    }
}
