package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every sandbox does, however it is isolated.
abstract class SandboxContract {
    Box box;

    abstract Box open() throws IOException, InterruptedException;

    @BeforeEach
    void openBox() throws IOException, InterruptedException {
        box = open();
    }

    @AfterEach
    void closeBox() throws IOException {
        box.close();
    }

    @Test
    void runsAProgramInTheWorkspace() throws Exception {
        Sandbox sandbox = box.sandbox();
        ExecResult result = sandbox.run(ExecSpec.shell("pwd; echo oops >&2; exit 3"));

        assertThat(result.output()).isEqualTo(sandbox.workspace() + "\n");
        assertThat(result.error()).isEqualTo("oops\n");
        assertThat(result.exit()).isEqualTo(new Exit(3, Exit.Cause.EXITED));
    }

    @Test
    void givesAProgramItsInputWhole() throws Exception {
        byte[] input = "line\n".repeat(100_000).getBytes(UTF_8);

        assertThat(box.sandbox().run(ExecSpec.of("cat"), input, 1 << 20).stdout())
                .isEqualTo(input);
    }

    @Test
    void takesArgumentsAndVariablesAsData() throws Exception {
        String hostile = "a b'c\"d$(id)`id`\\n*;\nnext -- ";
        ExecSpec exec =
                ExecSpec.of("sh", "-c", "printf %s \"$1$KEY\"", "sh", hostile).with(Map.of("KEY", hostile));

        assertThat(box.sandbox().run(exec).output()).isEqualTo(hostile + hostile);
    }

    @Test
    void showsAProgramOnlyTheVariablesThatItWasGiven() throws Exception {
        Sandbox sandbox = box.sandboxes.create(box.spec().withEnvironment(Map.of("GIVEN", "yes")));
        List<String> names = sandbox.run(ExecSpec.of("env"))
                .output()
                .lines()
                .map(line -> line.replaceAll("=.*", ""))
                .toList();

        assertThat(names)
                .contains("GIVEN", "PATH", "HOME", "USER")
                .isSubsetOf(
                        "GIVEN",
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "SHELL",
                        "LANG",
                        "TERM",
                        "JAVA_HOME",
                        "PWD",
                        "OLDPWD",
                        "TMPDIR",
                        "SHLVL",
                        "_");
    }

    @Test
    void saysThatAProgramIsMissing() throws Exception {
        ExecResult result = box.sandbox().run(ExecSpec.of("no-such-program"));

        assertThat(result.exit().code()).isEqualTo(127);
        assertThat(result.error()).contains("no-such-program");
    }

    @Test
    void endsAProgramWhoseTimeIsUp() throws Exception {
        ExecSpec exec = ExecSpec.of("sleep", "1000").within(Duration.ofMillis(50));

        assertThat(box.sandbox().run(exec).exit().cause()).isEqualTo(Exit.Cause.TIMED_OUT);
    }

    @Test
    void endsProcessesThatDetachedThemselves() throws Exception {
        Sandbox sandbox = box.sandbox();
        Execution execution = sandbox.start(ExecSpec.shell(
                "(setsid env -i /bin/sh -c '(sleep 1000 & echo $!; sleep 1000) &') ; echo started; sleep 1000"));
        assertThat(lines(execution, 2)).contains("started");
        Execution other = sandbox.start(ExecSpec.of("cat"));

        long start = System.nanoTime();
        execution.kill();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(execution.waitFor().cause()).isEqualTo(Exit.Cause.KILLED);
        assertThat(marked(sandbox, execution)).isEmpty();
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(other.waitFor(Duration.ZERO)).as("another execution").isEmpty();
    }

    @Test
    void letsAProgramRunOnAfterTheCallThatStartedIt() throws Exception {
        Sandbox sandbox = box.sandbox();
        Execution server = sandbox.start(ExecSpec.of("cat"));

        assertThat(sandbox.run(ExecSpec.of("true")).ok()).isTrue();
        server.stdin().write("still here\n".getBytes(UTF_8));
        server.stdin().flush();

        assertThat(lines(server, 1)).containsExactly("still here");
        assertThat(sandbox.executions()).containsExactly(server);
        sandbox.endExecutions();
        assertThat(server.waitFor().cause()).isEqualTo(Exit.Cause.KILLED);
    }

    @Test
    void holdsBackAProgramThatPrintsAGigabyte() throws Exception {
        ExecResult result = box.sandbox().run(ExecSpec.shell("head -c 1000000000 /dev/zero"), new byte[0], 1000);

        assertThat(result.ok()).isTrue();
        assertThat(result.stdout()).hasSize(1000);
        assertThat(result.truncated()).isTrue();
    }

    @Test
    void sealsItsChangesAndGoesOnWithThem() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.files().write("kept", "a".getBytes(UTF_8));
        LayerId layer = box.layer();

        sandbox.seal(layer);
        sandbox.run(ExecSpec.shell("echo changed > kept; echo more > added"));
        Sandbox restored =
                box.sandboxes.create(box.spec().withLayers(sandbox.spec().layers()));

        assertThat(sandbox.spec().layers()).first().isEqualTo(layer);
        assertThat(sandbox.run(ExecSpec.of("cat", "kept")).output()).isEqualTo("changed\n");
        assertThat(restored.run(ExecSpec.of("cat", "kept")).output()).isEqualTo("a");
        assertThat(restored.files().exists("added")).isFalse();
    }

    @Test
    void keepsDeletionsInALayer() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(ExecSpec.shell("mkdir d; echo 1 > d/gone; echo 2 > d/kept"));
        sandbox.seal(box.layer());
        sandbox.run(ExecSpec.shell("rm d/gone"));
        sandbox.seal(box.layer());
        Sandbox restored =
                box.sandboxes.create(box.spec().withLayers(sandbox.spec().layers()));

        assertThat(restored.run(ExecSpec.of("ls", "d")).output()).isEqualTo("kept\n");
    }

    @Test
    void readsPartsOfAFile() throws Exception {
        SandboxFiles files = box.sandbox().files();
        files.write("deep/down/file", "0123456789".getBytes(UTF_8));

        FileSlice slice = files.read("deep/down/file", 3, 4);

        assertThat(new String(slice.bytes(), UTF_8)).isEqualTo("3456");
        assertThat(slice.size()).isEqualTo(10);
        assertThat(slice.more()).isTrue();
        assertThat(files.read("deep/down/file", 20, 4).bytes()).isEmpty();
    }

    @Test
    void writesBinaryAndKeepsTheMode() throws Exception {
        Sandbox sandbox = box.sandbox();
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        sandbox.run(ExecSpec.shell("echo '#!' > run; chmod 754 run; ln -s run link"));

        sandbox.files().write("link", bytes);

        assertThat(sandbox.files().read("run", 0, 1 << 20).bytes()).isEqualTo(bytes);
        assertThat(sandbox.files().stat("run").mode()).isEqualTo(0754);
        assertThat(sandbox.files().stat("link").kind()).isEqualTo(FileInfo.Kind.LINK);
    }

    @Test
    void listsADirectoryWithWeirdNames() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(ExecSpec.shell(
                "mkdir d sub; cd d; : > 'a\nb\tc'; mkdir -p -- '-x'; mkfifo pipe; : > \"$(printf '\\377')\""));

        List<FileInfo> list = sandbox.files().list("d");

        assertThat(list).extracting(FileInfo::name).containsExactlyInAnyOrder("a\nb\tc", "-x", "pipe", "\uFFFD");
        assertThat(list)
                .extracting(FileInfo::kind)
                .contains(FileInfo.Kind.DIRECTORY, FileInfo.Kind.OTHER, FileInfo.Kind.FILE);
    }

    @Test
    void saysWhatIsWrongWithAPath() throws Exception {
        SandboxFiles files = box.sandbox().files();
        files.write("file", new byte[0]);

        assertProblem("no-such-file", () -> files.read("nowhere", 0, 1));
        assertProblem("not-a-file", () -> files.read(".", 0, 1));
        assertProblem("not-a-directory", () -> files.list("file"));
        assertProblem("nul-in-argument", () -> files.read("a\0b", 0, 1));
        assertProblem("argument-too-long", () -> files.stat("x".repeat(200_000)));
    }

    @Test
    void doesNotWaitForAPipeThatNobodyWrites() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(ExecSpec.of("mkfifo", "pipe"));

        assertProblem("not-a-file", () -> sandbox.files().read("pipe", 0, 1));
    }

    @Test
    void isFoundAgainByALaterDaemonAndItsProgramsInFlightAreEnded() throws Exception {
        Sandbox sandbox = box.sandboxes.create(box.spec()
                .withEnvironment(Map.of("KEY", "two\nlines é=%"))
                .withLimits(Limits.DEFAULT.withProcesses(333)));
        sandbox.files().write("file", "content".getBytes(UTF_8));
        Execution inFlight = sandbox.start(ExecSpec.of("sleep", "1000"));

        box.restartDaemon();
        List<Sandbox> adopted = box.sandboxes.adopt();

        assertThat(adopted).hasSize(1);
        Sandbox found = adopted.getFirst();
        assertThat(found.spec()).isEqualTo(sandbox.spec());
        assertThat(found.state()).isEqualTo(SandboxState.RUNNING);
        assertThat(found.run(ExecSpec.of("cat", "file")).output()).isEqualTo("content");
        assertThat(inFlight.waitFor(Duration.ofSeconds(10))).isPresent();
    }

    @Test
    void leavesNothingBehindWhenItIsDestroyed() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(ExecSpec.shell("mkdir -p a/b; chmod 000 a; (setsid sleep 1000 >/dev/null 2>&1 &)"));
        sandbox.destroy();
        sandbox.destroy();

        assertThat(sandbox.state()).isEqualTo(SandboxState.GONE);
        assertThat(box.sandboxes.list()).isEmpty();
        assertGone(sandbox.group());
        assertThat(box.root.resolve("sandboxes").toFile().list()).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(box.root.toString());
        assertProblem("sandbox-not-running", () -> sandbox.run(ExecSpec.of("true")));
    }

    @Test
    void destroysAllThatThereIsAndWaitsUntilTheirFilesAreGone() throws Exception {
        Sandbox earlier = box.sandbox();
        earlier.run(ExecSpec.shell("mkdir d; for i in $(seq 500); do echo $i > d/$i; done; chmod 500 d"));
        earlier.seal(box.layer());
        box.restartDaemon();
        box.sandboxes.adopt();
        Sandbox later = box.sandbox();
        later.run(ExecSpec.shell("(setsid sleep 1000 >/dev/null 2>&1 &)"));

        box.sandboxes.destroyAll();

        assertThat(box.sandboxes.list()).isEmpty();
        assertThat(box.root.resolve("sandboxes").toFile().list()).isEmpty();
        assertThat(box.root.resolve("trash").toFile().list()).isEmpty();
        assertGone(earlier.group());
        assertGone(later.group());
    }

    @Test
    void refusesASecondSandboxOfTheSameId() {
        SandboxSpec spec = box.spec();
        box.sandboxes.create(spec);

        assertProblem("sandbox-exists", () -> box.sandboxes.create(spec));
        box.restartDaemon();
        assertProblem("sandbox-exists", () -> box.sandboxes.create(spec));
        box.sandboxes.adopt();
    }

    static void assertProblem(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    /// Control groups go a moment after the sandbox.
    private static void assertGone(long group) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        Path memory = Path.of("/sys/fs/cgroup/memory/slipway-" + group);
        Path cpu = Path.of("/sys/fs/cgroup/cpu/slipway-" + group);
        while ((Files.exists(memory) || Files.exists(cpu)) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(memory).doesNotExist();
        assertThat(cpu).doesNotExist();
    }

    /// The processes on this machine that carry the mark of an execution.
    static List<String> marked(Sandbox sandbox, Execution execution) throws IOException {
        String mark = " %d%06d ".formatted(sandbox.group(), execution.number());
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> reads(path.resolve("limits")).contains(mark))
                    .filter(path -> !reads(path.resolve("stat")).contains(") Z "))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static String reads(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return "";
        }
    }

    static List<String> lines(Execution execution, int count) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(execution.stdout(), UTF_8));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(Objects.requireNonNull(reader.readLine()));
        }
        return lines;
    }
}
