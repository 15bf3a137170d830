package dev.slipway.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client with a real server: what it sees is what a program on the desktop sees, what it presses is what a
/// program there is told.
class LiveServerTest {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    /// A client that watches, and the bytes that it was sent.
    private record Seeing(RfbClient client, Watching watching, ByteArrayOutputStream recorded, Thread thread) {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private LiveServer server() throws IOException {
        LiveServer server = new LiveServer(folder, WIDTH, HEIGHT);
        open.add(server);
        return server;
    }

    private Seeing see(LiveServer server, Wishes wishes) throws IOException {
        SocketChannel channel = server.connect();
        open.add(channel);
        ByteArrayOutputStream recorded = new ByteArrayOutputStream();
        InputStream in = new Recording(Channels.newInputStream(channel), recorded);
        Watching watching = new Watching();
        RfbClient client = new RfbClient(in, Channels.newOutputStream(channel), wishes, Optional.empty(), watching);
        Thread thread = Thread.ofPlatform().daemon().start(client::run);
        Eventually.that("the first picture", () -> watching.changes > 0);
        return new Seeing(client, watching, recorded, thread);
    }

    /// Keeps what is read.
    private static final class Recording extends InputStream {
        private final InputStream in;
        private final ByteArrayOutputStream to;

        Recording(InputStream in, ByteArrayOutputStream to) {
            this.in = in;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = in.read(into, offset, length);
            if (got > 0) {
                to.write(into, offset, got);
            }
            return got;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static Wishes only(int encoding, int quality) {
        return new Wishes(List.of(Wishes.COPY, encoding), 3, quality, true);
    }

    @Test
    void everyEncodingShowsWhatIsThere() throws Exception {
        LiveServer server = server();
        LiveServer.need("import");
        server.start("xclock", "-geometry", "300x300+450+250");
        server.start(
                "xterm", "-geometry", "60x30+10+10", "-e", "sh", "-c", "ls -l --color=always / /usr/bin; sleep 1000");
        Eventually.that("both are drawn", () -> colours(server) > 12);
        List<Seeing> all = new ArrayList<>();
        for (int encoding : new int[] {Wishes.RAW, Wishes.HEXTILE, Wishes.ZRLE, Wishes.TIGHT}) {
            all.add(see(server, only(encoding, -1)));
        }
        Seeing lossy = see(server, only(Wishes.TIGHT, 8));
        server.run("xdotool", "search", "--class", "xclock", "windowmove", "%1", "380", "200");
        for (Seeing seeing : all) {
            Eventually.that(
                    "the same pixels", () -> Arrays.equals(seeing.watching().copy(), shot(server)));
        }
        Eventually.that(
                "nearly the same pixels", () -> distance(lossy.watching().copy(), shot(server)) < 2);
        Seeing exact = all.getLast();
        exact.client().wish(only(Wishes.TIGHT, 0));
        server.run("xdotool", "search", "--class", "xclock", "windowmove", "%1", "300", "240");
        Eventually.that("still much alike", () -> distance(exact.watching().copy(), shot(server)) < 6);
        for (Seeing seeing : all) {
            mutations(seeing.recorded().toByteArray());
        }
    }

    /// What the server said, with a few bytes changed on the way.
    private static void mutations(byte[] recorded) {
        Random random = new Random(recorded.length);
        for (int round = 0; round < 25; round++) {
            byte[] bytes = Arrays.copyOf(recorded, Math.min(recorded.length, 400_000));
            for (int i = 0; i <= random.nextInt(5); i++) {
                bytes[random.nextInt(14, bytes.length)] = (byte) random.nextInt(256);
            }
            RfbException end = Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> DecodersTest.watch(bytes, new Watching()));
            assertThat(end.kind()).isIn(RfbException.Kind.ENDED, RfbException.Kind.MALFORMED);
        }
    }

    private static int[] shot(LiveServer server) {
        try {
            return server.screenshot();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long colours(LiveServer server) {
        return Arrays.stream(shot(server)).distinct().count();
    }

    /// The mean difference of a channel.
    private static double distance(int[] one, int[] other) {
        if (one.length != other.length) {
            return 255;
        }
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                sum += Math.abs((one[i] >> shift & 255) - (other[i] >> shift & 255));
            }
        }
        return sum / one.length / 3;
    }

    @Test
    void anyTextArrivesWhateverTheLayoutThere() throws Exception {
        LiveServer server = server();
        Path typed = server.typewriter();
        Seeing seeing = see(server, Wishes.near());
        seeing.client().point(200, 200, 0);
        String text = "Az 09 @{}\\~ äß € Жя λ 漢 ";
        StringBuilder expected = new StringBuilder();
        for (String layout : new String[] {"us", "de", "fr", "ru"}) {
            server.run("setxkbmap", layout);
            write(seeing.client(), text);
            RemoteKey enter = new RemoteKey(0xff0d, 0x1c);
            seeing.client().key(enter, true);
            seeing.client().key(enter, false);
            expected.append(text).append('\n');
            try {
                Eventually.that("typed with layout " + layout, () -> read(typed).contentEquals(expected));
            } catch (AssertionError e) {
                assertThat(read(typed)).isEqualTo(expected.toString());
            }
        }
    }

    private static void write(RfbClient client, String text) {
        text.codePoints().forEach(point -> {
            client.key(RemoteKey.of(point), true);
            client.key(RemoteKey.of(point), false);
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void textsAreCopiedBothWays() throws Exception {
        LiveServer server = server();
        LiveServer.need("xclip");
        Path file = folder.resolve("text");
        Seeing seeing = see(server, Wishes.near());
        for (String text : new String[] {"von dort: äöü € 漢字\nzweite Zeile", "x".repeat(200_000)}) {
            Files.writeString(file, text);
            server.start("xclip", "-selection", "clipboard", "-i", "-quiet", file.toString());
            Eventually.that("copied here", () -> seeing.watching().copies.contains(text));
        }
        seeing.client().offer("von hier: ßÆ\nЖ");
        Eventually.that("copied there", () -> {
            try {
                return server.run("xclip", "-selection", "clipboard", "-o").equals("von hier: ßÆ\nЖ");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        seeing.client().wantCopies(false);
        int before = seeing.watching().copies.size();
        Files.writeString(file, "secret");
        server.start("xclip", "-selection", "clipboard", "-i", "-quiet", file.toString());
        seeing.client().resize(700, 500);
        Eventually.that(
                "something later was told", () -> seeing.watching().answers.contains(0));
        assertThat(seeing.watching().copies).hasSize(before);
    }

    @Test
    void theDesktopTakesTheSizeOfTheView() throws Exception {
        LiveServer server = server();
        Seeing seeing = see(server, Wishes.near());
        Seeing other = see(server, Wishes.far());
        seeing.client().resize(1000, 701);
        Eventually.that(
                "both see the new size",
                () -> seeing.watching().width == 1000
                        && seeing.watching().height == 701
                        && other.watching().width == 1000);
        Eventually.that("the answer is yes", () -> List.of(0).equals(seeing.watching().answers));
        assertThat(server.run("xdotool", "getdisplaygeometry")).isEqualTo("1000 701\n");
        seeing.client().resize(40_000, 40_000);
        Eventually.that("the answer is no", () -> seeing.watching().answers.size() == 2);
        assertThat(seeing.watching().answers.getLast()).isNotZero();
    }

    @Test
    void buttonsAndWheelArriveAndThePointerIsTold() throws Exception {
        LiveServer server = server();
        LiveServer.need("xev");
        Path told = folder.resolve("told");
        server.start("sh", "-c", "exec stdbuf -oL xev -geometry 400x300+0+0 -event button > " + told);
        Seeing seeing = see(server, Wishes.near());
        Eventually.that(
                "the pointer has a form", () -> !seeing.watching().pointers.isEmpty());
        Eventually.that("each button was told", () -> {
            for (int button = 0; button < 7; button++) {
                seeing.client().point(100 + button, 50, 1 << button);
                seeing.client().point(100 + button, 50, 0);
            }
            String all = read(told);
            for (int button = 1; button <= 7; button++) {
                if (!all.contains("button " + button + ",")) {
                    return false;
                }
            }
            return true;
        });
        assertThat(server.run("xdotool", "getmouselocation")).startsWith("x:106 y:50 ");
    }

    @Test
    void aPauseSendsNothingAndEndsWithTheNewestPicture() throws Exception {
        LiveServer server = server();
        LiveServer.need("import");
        Seeing seeing = see(server, Wishes.near());
        seeing.client().pause();
        Process clock = server.start("xclock", "-geometry", "500x500+0+0");
        Eventually.that("the clock shows", () -> colours(server) > 3);
        long before = seeing.client().updates();
        seeing.client().resume();
        Eventually.that("it shows here", () -> Arrays.equals(seeing.watching().copy(), shot(server)));
        assertThat(clock.isAlive()).isTrue();
        assertThat(seeing.client().updates()).isGreaterThan(before);
    }
}
