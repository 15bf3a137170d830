package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What a sandbox keeps apart, in the modes that isolate.
abstract class IsolatedContract extends SandboxContract {
    @Test
    void tellsNeitherKeyNorTokenNorWhereTheDaemonLives() throws Exception {
        String secret = "seekrit-0123456789";
        Files.writeString(box.root.resolve("token"), secret);
        Sandbox sandbox = box.sandbox();
        sandbox.files().write("file", "in a layer".getBytes(UTF_8));
        sandbox.seal(box.layer());
        Execution background = sandbox.start(ExecSpec.of("sleep", "1000"));
        awaitProgram(sandbox, "sleep\0001000");

        // All that can be read, but for /usr, which is the host's and read-only; and what links in /proc say.
        ExecResult everything = sandbox.run(ExecSpec.shell("""
                        { set +e
                        env; cat /proc/self/mountinfo /proc/*/environ /proc/*/cmdline /proc/*/mountinfo
                        ls -lR /dev /etc /home /run /tmp /var /workspace
                        ls -l /proc/*/fd /proc/*/cwd /proc/*/root /proc/*/exe /proc/*/ns
                        find /dev /etc /home /run /tmp /var /workspace / -xdev -type f ! -path '/usr/*' -readable \
                            -exec head -c 1000000 {} +
                        find /proc -path '*/task' -prune -o -type f -readable ! -name kallsyms ! -name 'kpage*' \
                            -exec timeout 5 head -c 100000 {} +
                        } 2>&1 | cat"""), new byte[0], 64 << 20);
        background.kill();

        String text = new String(everything.stdout(), ISO_8859_1);
        assertThat(text).contains("sleep\0001000", "/workspace", "agent:x:1000", "Max file locks");
        List<String> hidden = Stream.of(
                        secret,
                        box.root.toString(),
                        box.root.getFileName().toString(),
                        System.getProperty("user.dir"),
                        System.getProperty("java.class.path"))
                .toList();
        for (String word : hidden) {
            int at = text.indexOf(word);
            assertThat(at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200)))
                    .as("what is readable around " + word.substring(0, Math.min(40, word.length())))
                    .isEmpty();
        }
    }

    @Test
    void endsWhatKeepsASandboxWhoseDirectoryIsGone() throws Exception {
        Sandbox sandbox = box.sandbox();
        Sandbox other = box.sandbox();
        Execution inside = sandbox.start(ExecSpec.of("sleep", "1000"));
        Files.move(box.root.resolve("sandboxes").resolve(sandbox.id().value()), box.root.resolve("taken-away"));

        box.restartDaemon();
        assertThat(box.sandboxes.adopt()).extracting(Sandbox::id).containsExactly(other.id());

        assertThat(inside.waitFor(Duration.ofSeconds(10))).isPresent();
        assertThat(box.sandboxes.list().getFirst().run(ExecSpec.of("true")).ok())
                .isTrue();
        assertThat(box.root.resolve("keepers").toFile().list())
                .containsExactly(other.id().value());
    }

    @Test
    void destroysAlsoOneWhoseMakerWasKilledBeforeItNamedItsKeeper() throws Exception {
        Sandbox sandbox = box.sandbox();
        Path named = box.root.resolve("sandboxes").resolve(sandbox.id().value()).resolve("keeper");
        long keeper = Long.parseLong(Files.readString(named).split(" ", -1)[0]);
        assertThat(ProcessHandle.of(keeper)).isPresent();
        Files.delete(named);

        box.restartDaemon();
        box.sandboxes.adopt().forEach(Sandbox::destroy);

        ProcessHandle.of(keeper)
                .ifPresent(
                        alive -> alive.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        assertThat(box.root.resolve("keepers").toFile().list()).isEmpty();
    }

    @Test
    void hidesTheHostsDirectories() throws Exception {
        String user = System.getProperty("user.home");
        ExecResult result = box.sandbox()
                .run(ExecSpec.shell("ls -A / /home; ls " + user
                        + " /root /sys /boot /opt /mnt /srv 2>/dev/null; ls /etc/shadow /var/lib"));

        assertThat(result.output().lines())
                .containsExactlyInAnyOrder(Stream.concat(
                                Stream.of("/:", "", "/home:", "agent"),
                                Stream.of(
                                                "bin dev etc home proc run sbin tmp usr var workspace".split(" ", -1),
                                                Path.of("/")
                                                        .toFile()
                                                        .list((_, name) -> name.matches("lib(|32|64|x32)")))
                                        .flatMap(Stream::of))
                        .toArray(String[]::new));
    }

    @Test
    void keepsTheSystemReadOnlyAndPrivilegesOut() throws Exception {
        ExecResult result = box.sandbox().run(ExecSpec.shell("""
                touch /usr/x 2>/dev/null && echo usr
                touch /etc/x 2>/dev/null && echo etc
                touch /x 2>/dev/null && echo root
                touch /dev/x 2>/dev/null && echo dev
                unshare -U true 2>/dev/null && echo userns
                mount -t tmpfs none /tmp 2>/dev/null && echo mount
                echo 1 > /proc/sys/kernel/panic && echo sysctl
                [ "$(id -u)" = 1000 ] || echo uid
                grep -E '^(CapEff|CapPrm|CapInh|CapAmb)' /proc/self/status | grep -v 0000000000000000
                grep NoNewPrivs /proc/self/status"""));

        assertThat(result.output()).isEqualTo("NoNewPrivs:\t1\n");
    }

    @Test
    void deletesLayersThatNothingStandsOnAndNoOthers() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.files().write("kept", "kept".getBytes(UTF_8));
        LayerId below = box.layer();
        sandbox.seal(below);
        Sandbox gone = box.sandbox();
        gone.files().write("of an image", "x".getBytes(UTF_8));
        LayerId image = box.layer();
        gone.seal(image);
        LayerId nobodys = box.layer();
        gone.seal(nobodys);
        gone.destroy();

        assertThat(box.sandboxes.collect(Set.of(image), Duration.ofHours(1)))
                .as("young layers")
                .isZero();
        assertThat(box.sandboxes.collect(Set.of(image), Duration.ZERO)).isEqualTo(1);

        assertThat(box.root.resolve("layers/" + nobodys.value())).doesNotExist();
        assertThat(box.root.resolve("layers/" + image.value())).isDirectory();
        assertThat(sandbox.run(ExecSpec.of("cat", "kept")).output()).isEqualTo("kept");
        assertThat(box.sandbox().run(ExecSpec.of("true")).ok()).isTrue();
    }

    @Test
    void followsLinksInsideOnly() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(ExecSpec.shell("ln -s /etc/shadow a; ln -s ../../../../../../../../etc/hostname b; ln -s "
                + box.root + "/sandboxes c; ln -s /proc/1/root d"));

        assertProblem("no-such-file", () -> sandbox.files().read("a", 0, 10));
        assertProblem("no-such-file", () -> sandbox.files().read("b", 0, 10));
        assertProblem("no-such-file", () -> sandbox.files().list("c"));
        assertProblem("no-such-file", () -> sandbox.files().list("d/boot"));
        assertProblem("no-such-file", () -> sandbox.files().read("../../../../../../../etc/shadow", 0, 10));
    }

    @Test
    void hasNoNetworkButLoopback() throws Exception {
        Sandbox sandbox = box.sandbox();
        ExecResult result = sandbox.run(
                ExecSpec.shell(
                        "cat /proc/net/dev | tail -n +3 | cut -d: -f1 | tr -d ' '; cat /proc/net/route | wc -l; cat /proc/net/fib_trie"));

        assertThat(result.output()).startsWith("lo\n").contains("127.0.0.1");
        assertThat(result.output().lines().filter(line -> line.contains("LOCAL")))
                .isNotEmpty();
        assertThat(result.output()).doesNotContain("eth");
    }

    @Test
    void holdsAForkBombAndStaysUsable() throws Exception {
        Sandbox sandbox = box.sandboxes.create(box.spec().withLimits(Limits.DEFAULT.withProcesses(60)));
        Execution bomb = sandbox.start(ExecSpec.shell("mkfifo p; exec 3<>p; b() { b & b & read x <&3; }; b"));
        ExecResult meanwhile = sandbox.run(ExecSpec.of("echo", "usable"));
        int count = awaitFullTable(sandbox);

        ExecResult refused = sandbox.run(ExecSpec.shell("true | true | true"));
        bomb.kill();

        assertThat(count).isBetween(40, 70);
        assertThat(meanwhile.output()).isEqualTo("usable\n");
        assertThat(refused.ok() || refused.error().toLowerCase(Locale.ROOT).contains("fork"))
                .as("a fork that fails is named: " + refused.error())
                .isTrue();
        assertThat(marked(sandbox, bomb)).isEmpty();
        assertThat(awaitFine(sandbox)).isEqualTo("fine\n");
    }

    /// The dead still count until the first process in the sandbox has collected them, a moment later.
    private static String awaitFine(Sandbox sandbox) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        ExecResult result;
        do {
            result = sandbox.run(ExecSpec.shell("true | cat && echo fine"));
        } while (!result.ok() && System.nanoTime() < deadline);
        return result.output();
    }

    private static void awaitProgram(Sandbox sandbox, String commandLine) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!sandbox.run(ExecSpec.shell("cat /proc/[0-9]*/cmdline")).output().contains(commandLine)) {
            assertThat(System.nanoTime()).as("the program runs").isLessThan(deadline);
        }
    }

    private static int awaitFullTable(Sandbox sandbox) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        int count;
        do {
            // Built into the shell: no process is needed to count them.
            count = sandbox.run(ExecSpec.shell("set -- /proc/[0-9]*; echo $#"))
                    .output()
                    .strip()
                    .transform(Integer::parseInt);
        } while (count < 40 && System.nanoTime() < deadline);
        return count;
    }

    @Test
    void endsWhoTakesMoreMemoryThanAllowed() throws Exception {
        Assumptions.assumeTrue(
                box.sandboxes.isolation().holds().contains(Isolation.Limit.MEMORY), "the host can't limit memory");
        Sandbox sandbox = box.sandboxes.create(box.spec().withLimits(Limits.DEFAULT.withMemoryBytes(64 << 20)));

        // tail keeps what it reads until a newline comes.
        ExecResult result = sandbox.run(ExecSpec.shell("head -c 500000000 /dev/zero | tail -n 1 | wc -c"));

        assertThat(result.output().strip()).isNotEqualTo("500000000");
        assertThat(sandbox.run(ExecSpec.of("echo", "goes on")).output()).isEqualTo("goes on\n");
    }

    @Test
    void saysThatItsKeeperIsGoneAndCanBeStartedAgain() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.files().write("file", "kept".getBytes(UTF_8));
        killKeeper(sandbox);

        assertThat(sandbox.run(ExecSpec.of("true")).exit().code()).isEqualTo(125);
        box.restartDaemon();
        Sandbox lost = box.sandboxes.adopt().getFirst();
        assertThat(lost.state()).isEqualTo(SandboxState.LOST);
        lost.restart();

        assertThat(lost.run(ExecSpec.of("cat", "file")).output()).isEqualTo("kept");
    }

    @Test
    void givesProgramsATerminalDevice() throws Exception {
        assertThat(box.sandbox()
                        .run(ExecSpec.shell("script -qec 'tty' /dev/null"))
                        .output())
                .contains("/dev/pts/");
    }

    @Test
    void squashesAStackThatGrowsTooDeep() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(ExecSpec.shell("mkdir d; echo a > d/gone; echo b > d/kept"));
        for (int i = 0; i < 51; i++) {
            sandbox.seal(box.layer());
            sandbox.run(ExecSpec.shell("rm -f d/gone; echo " + i + " > f" + i));
        }
        sandbox.seal(box.layer());

        assertThat(sandbox.spec().layers()).hasSizeLessThan(10);
        assertThat(sandbox.run(ExecSpec.shell("ls d; cat f0 f49 f50; ls | wc -l"))
                        .output())
                .isEqualTo("kept\n0\n49\n50\n52\n");
    }

    @Test
    void finishesASealThatWasCutInTheMiddle() throws Exception {
        Assumptions.assumeFalse(box.sandboxes.snapshotsByFileSystem(), "there, a seal has no middle");
        Sandbox sandbox = box.sandbox();
        sandbox.files().write("file", "kept".getBytes(UTF_8));
        killKeeper(sandbox);
        LayerId layer = box.layer();
        Path directory = box.root.resolve("sandboxes/" + sandbox.id().value());
        SandboxSpec sealed = sandbox.spec().withLayers(List.of(layer));
        Files.writeString(directory.resolve("specification.new"), new Specification(sealed, sandbox.group()).text());
        Files.move(directory.resolve("upper"), box.root.resolve("layers/" + layer.value()));

        box.restartDaemon();
        Sandbox found = box.sandboxes.adopt().getFirst();
        found.restart();

        assertThat(found.spec()).isEqualTo(sealed);
        assertThat(found.run(ExecSpec.of("cat", "file")).output()).isEqualTo("kept");
    }

    private void killKeeper(Sandbox sandbox) throws IOException {
        String line =
                Files.readString(box.root.resolve("sandboxes/" + sandbox.id().value() + "/keeper"));
        Keeper keeper = Keeper.parse(line);
        ProcessHandle process = ProcessHandle.of(keeper.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
