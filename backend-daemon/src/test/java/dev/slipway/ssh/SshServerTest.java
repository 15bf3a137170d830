package dev.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshServerTest {
    @TempDir
    Path folder;

    private TestSshd sshd;
    private SshServer server;

    @BeforeEach
    void open() throws Exception {
        sshd = new TestSshd(folder.resolve("sshd"));
        server = new SshServer(sshd.target(), sshd.pinned(), new Random(1));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        sshd.close();
    }

    @Test
    void runsAProgramWithInputOutputErrorsAndExitCode() throws Exception {
        SshProcess process = server.start(
                List.of("/bin/sh", "-c", "read line; echo \"$line, $1\"; echo oops >&2; exit 7", "-", "a b"));
        try (OutputStream stdin = process.stdin()) {
            stdin.write("hello\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(text(process.stdout())).isEqualTo("hello, a b\n");
        assertThat(text(process.stderr())).isEqualTo("oops\n");
        assertThat(exit(process)).isEqualTo(7);
    }

    @Test
    void aSignalIsTold() {
        assertThat(exit(server.start(List.of("/bin/sh", "-c", "kill -9 $$")))).isEqualTo(137);
        assertThat(exit(server.start(List.of("/bin/sh", "-c", "kill -15 $$")))).isEqualTo(143);
    }

    /// Whatever a file may be called, it reaches the program as it is, through each kind of login shell.
    @Test
    void hostileArgumentsArriveAsTheyAre() throws Exception {
        Random random = new Random(7);
        String[] pieces = {
            "'", "\"", "\\", "$(id)", "`id`", "\n", "\t", ";", "&", "|", ">", "*", "?", "~", "!", "#", "{a,b}", "-",
            "--", " ", "${HOME}", "\u0001", "ä", "日", "😀", "%s", "\\'", "\\n", "\r", "=", "^", "[a]", "<(id)", "''",
            "\u007f"
        };
        List<String> command = new ArrayList<>(List.of("/usr/bin/printf", "%s\\0"));
        List<String> hostile = new ArrayList<>(List.of(""));
        for (int i = 0; i < 400; i++) {
            StringBuilder word = new StringBuilder();
            for (int part = random.nextInt(1, 8); part > 0; part--) {
                word.append(pieces[random.nextInt(pieces.length)]);
            }
            hostile.add(word.toString());
        }
        command.addAll(hostile);

        SshProcess process = server.start(command);

        String[] arrived = text(process.stdout()).split("\0", -1);
        assertThat(Arrays.copyOf(arrived, arrived.length - 1)).containsExactlyElementsOf(hostile);
    }

    @Test
    void nulIsRefusedBeforeAnythingRuns() {
        assertThatThrownBy(() -> server.start(List.of("echo", "a\0b")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void manyMegabytesGoThereAndBack() throws Exception {
        byte[] piece = new byte[1 << 16];
        new Random(3).nextBytes(piece);
        int pieces = 640;
        SshProcess process = server.start(List.of("cat"));
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        Thread writer = Thread.ofVirtual().start(() -> {
            try (OutputStream stdin = process.stdin()) {
                for (int i = 0; i < pieces; i++) {
                    stdin.write(piece);
                    sent.update(piece);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        DigestInputStream back = new DigestInputStream(process.stdout(), MessageDigest.getInstance("SHA-256"));

        long bytes = back.transferTo(OutputStream.nullOutputStream());

        writer.join();
        assertThat(bytes).isEqualTo((long) pieces * piece.length);
        assertThat(hex(back.getMessageDigest())).isEqualTo(hex(sent));
    }

    @Test
    void theEndIsToldThoughSomethingInTheBackgroundHoldsTheStreams() {
        SshProcess process = server.start(List.of("/bin/sh", "-c", "sleep 60 & exit 3"));

        assertThat(exit(process)).isEqualTo(3);
        process.close();
    }

    @Test
    void twoHundredAtOnceNeedNoMoreSessionsThanTheServerAllows() throws Exception {
        assertThat(parallel(server, 200)).hasSize(200).containsOnly("done\n");
        assertThat(server.connections()).isBetween(1, 32);
    }

    @Test
    void aServerThatAllowsFewerSessionsIsMetByMoreConnections() throws Exception {
        try (TestSshd small = new TestSshd(folder.resolve("small"), "MaxSessions 2");
                SshServer there = new SshServer(small.target(), small.pinned(), new Random(2))) {
            assertThat(parallel(there, 30)).hasSize(30).containsOnly("done\n");
        }
    }

    @Test
    void aServerWhoseKeyNobodyHasSeenIsRefusedAndItsKeyShown() throws Exception {
        try (SshServer unseen = new SshServer(sshd.target(), _ -> List.of(), new Random(1))) {
            assertThatThrownBy(() -> unseen.start(List.of("true")))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo("host-key-unknown");
                        assertThat(e.problem().detail()).contains(fingerprint());
                    });
        }
        assertThat(SshServer.show(sshd.target(), _ -> List.of())).isEqualTo(sshd.hostKey());
    }

    @Test
    void aChangedKeyIsRefusedLoudlyWithTheWayOut() throws Exception {
        PinnedKeys before = sshd.pinned();
        sshd.kill();
        sshd.newHostKey();
        sshd.startAgain();

        try (SshServer changed = new SshServer(sshd.target(), before, new Random(1))) {
            assertThatThrownBy(() -> changed.start(List.of("true")))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo("host-key-changed");
                        assertThat(e.problem().title()).contains("CHANGED");
                        assertThat(e.problem().detail()).contains(fingerprint());
                        assertThat(e.problem().remedy()).isPresent();
                    });
        }
    }

    @Test
    void aKeyThatTheServerDoesNotKnowIsSaidInWords() throws Exception {
        SshLogin stranger = new SshLogin.KeyFile(sshd.key("stranger"), Optional.empty());
        SshTarget target = new SshTarget(sshd.address(), List.of(stranger), Optional.empty());
        try (SshServer refusing = new SshServer(target, sshd.pinned(), new Random(1))) {
            assertThatThrownBy(() -> refusing.start(List.of("true")))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo("ssh-login-refused");
                        assertThat(e.problem().remedy().orElse("")).contains("authorized_keys");
                    });
        }
    }

    @Test
    void aKeyMayHaveAPassphrase() throws Exception {
        Path file = sshd.key("secret", "-N", "open sesame", "-a", "4");
        sshd.authorize("secret");
        SshLogin login = new SshLogin.KeyFile(file, Optional.of("open sesame"));
        SshTarget target = new SshTarget(sshd.address(), List.of(login), Optional.empty());

        try (SshServer with = new SshServer(target, sshd.pinned(), new Random(1))) {
            assertThat(exit(with.start(List.of("true")))).isZero();
        }
    }

    @Test
    void anAgentMaySignSoThatItsKeyStaysWhereItIs() throws Exception {
        Path socket = Files.createTempDirectory("agent").resolve("socket");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            assertThat(waitFor(() -> Files.exists(socket))).isTrue();
            for (String name : List.of("unknown-here", "client")) {
                Path file = name.equals("client") ? folder.resolve("sshd/client") : sshd.key(name);
                ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", file.toString());
                add.environment().put("SSH_AUTH_SOCK", socket.toString());
                assertThat(add.start().waitFor()).isZero();
            }
            SshTarget target = new SshTarget(sshd.address(), List.of(new SshLogin.Agent(socket)), Optional.empty());
            try (SshServer with = new SshServer(target, sshd.pinned(), new Random(1))) {
                assertThat(exit(with.start(List.of("true")))).isZero();
            }
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    @Test
    void aServerBehindAnotherOneIsReachedThroughIt() throws Exception {
        try (TestSshd inner = new TestSshd(folder.resolve("inner"))) {
            HostKey first = sshd.hostKey();
            HostKey second = inner.hostKey();
            PinnedKeys both = address -> List.of(address.port() == inner.port() ? second : first);
            SshTarget target = new SshTarget(inner.address(), List.of(inner.login()), Optional.of(sshd.target()));
            try (SshServer behind = new SshServer(target, both, new Random(1))) {
                SshProcess process = behind.start(List.of("/bin/sh", "-c", "echo $SSH_CONNECTION"));
                assertThat(text(process.stdout())).contains(" 127.0.0.1 " + inner.port());
            }
            assertThat(SshServer.show(target, both)).isEqualTo(second);
        }
    }

    @Test
    void aPortOfTheServerIsReachedAndEachSideEndsItsHalf() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> shout(listener));
            try (SshStream stream = server.connect("127.0.0.1", listener.getLocalPort())) {
                stream.out().write("how are you?".getBytes(StandardCharsets.UTF_8));
                stream.out().close();

                assertThat(text(stream.in())).isEqualTo("HOW ARE YOU?");
            }
        }
    }

    @Test
    void aSocketOfTheServerIsReached() throws Exception {
        Path path = Files.createTempDirectory("s").resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> {
                try (SocketChannel client = listener.accept()) {
                    Channels.newOutputStream(client).write("from the socket".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            try (SshStream stream = server.connect(path.toString())) {
                assertThat(text(stream.in())).isEqualTo("from the socket");
            }
        }
    }

    @Test
    void whereNothingListensItIsSaid() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> server.connect("127.0.0.1", free))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("nothing-there"));
        assertThat(exit(server.start(List.of("true")))).isZero();
    }

    @Test
    void whatRunsWhenTheServerIsLostIsToldAndTheNextCallConnectsAgain() throws Exception {
        SshProcess process = server.start(List.of("sleep", "1000"));

        sshd.cut();

        assertThatThrownBy(() -> exit(process))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("host-lost"));
        assertThat(exit(server.start(List.of("true")))).isZero();
    }

    @Test
    void aServerThatIsDownIsNotDialledAtEachCallAndIsFoundAgain() throws Exception {
        assertThat(exit(server.start(List.of("true")))).isZero();
        sshd.kill();

        assertThat(waitFor(() -> code(() -> server.start(List.of("true"))).equals("host-unreachable")))
                .isTrue();
        long began = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(code(() -> server.start(List.of("true")))).isIn("host-unreachable", "host-lost");
        }
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(10);

        sshd.startAgain();
        server.wake();
        assertThat(exit(server.start(List.of("true")))).isZero();
    }

    private String fingerprint() {
        try {
            return sshd.hostKey().fingerprint();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> parallel(SshServer server, int count) throws Exception {
        List<String> said = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(() -> {
                    SshProcess process = server.start(List.of("/bin/sh", "-c", "sleep 0.1; echo done"));
                    String text = text(process.stdout());
                    exit(process);
                    return text;
                }));
            }
            for (Future<String> each : running) {
                said.add(each.get());
            }
        }
        return said;
    }

    private static void shout(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            client.getOutputStream()
                    .write(said.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String code(Runnable call) {
        try {
            call.run();
            return "none";
        } catch (ProblemException e) {
            return e.problem().code();
        }
    }

    private static boolean waitFor(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return true;
    }

    private static int exit(SshProcess process) {
        return process.onExit()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
