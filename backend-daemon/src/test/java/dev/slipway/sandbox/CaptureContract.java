package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a layer has that is made beside running programs, however the sandbox is isolated.
abstract class CaptureContract {
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

    /// What the second of two files says was written to the first one before. Whoever reads them at different times
    /// sees too much in the second one, or too little in the first.
    @Test
    void hasWhatADiskWouldHaveAfterAPowerCutWhileProgramsGoOn() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(ExecSpec.shell("for i in $(seq 300); do echo $i > f$i; done"));
        Execution program = sandbox.start(ExecSpec.shell("""
                i=0
                while :; do
                    i=$((i + 1))
                    echo $i >> first
                    echo $i >> second
                    echo $i > new && mv new "renamed$((i % 10))"
                    rm -f "renamed$(((i + 5) % 10))"
                    [ $((i % 200)) != 0 ] || echo $i
                done"""));
        BufferedReader said = reader(program);
        for (int round = 0; round < 3; round++) {
            long before = Long.parseLong(Objects.requireNonNull(said.readLine()));
            Sandbox.Captured captured = sandbox.capture(box.layer());
            Sandbox restored =
                    box.sandboxes.create(box.spec().withLayers(captured.spec().layers()));

            List<String> first = lines(restored, "first");
            List<String> second = lines(restored, "second");
            assertThat((long) first.size()).isGreaterThanOrEqualTo(before);
            assertThat(first.size() - second.size())
                    .as("between the two writes")
                    .isBetween(0, 1);
            assertThat(first).last().isEqualTo("" + first.size());
            assertThat(restored.run(ExecSpec.shell("for i in $(seq 300); do cat f$i; done | wc -l"))
                            .output()
                            .strip())
                    .isEqualTo("300");
            assertThat(restored.run(ExecSpec.shell("ls renamed* | wc -l"))
                            .output()
                            .strip())
                    .isIn("4", "5", "6");
            assertThat(captured.pause()).isPositive().isLessThan(Duration.ofSeconds(2));
            assertThat(captured.bytes()).isGreaterThan(300 * 1024);
            assertThat(said.readLine()).as("the program goes on").isNotNull();
        }
        assertThat(program.runs()).isTrue();
    }

    @Test
    void hasAWholeDatabaseAndAWholeRepositoryInTheMidstOfCommits() throws Exception {
        Sandbox sandbox = box.sandbox();
        Execution program = sandbox.start(ExecSpec.shell("""
                exec 2>&1
                git init -q r && cd r && git config user.name a && git config user.email a@example.org
                while :; do date +%N > file; git add file; git commit -q -m more; done &
                exec python3 -c "
                import sqlite3
                db = sqlite3.connect('../db')
                db.execute('create table t (n integer primary key, text text)')
                n = 0
                while True:
                    n += 1
                    with db:
                        db.execute('insert into t values (?, ?)', (n, 'x' * 3000))
                    if n % 50 == 0:
                        print(n, flush=True)
                "
                """));
        BufferedReader said = reader(program);
        long before = Long.parseLong(Objects.requireNonNull(said.readLine()));

        Sandbox restored = box.sandboxes.create(
                box.spec().withLayers(sandbox.capture(box.layer()).spec().layers()));
        ExecResult whole = restored.run(ExecSpec.shell("""
                git -C r fsck --no-dangling && python3 -c "
                import sqlite3
                db = sqlite3.connect('db')
                print(db.execute('pragma integrity_check').fetchone()[0], db.execute('select count(*) from t').fetchone()[0])
                "
                """));

        assertThat(whole.output()).as(whole.error()).startsWith("ok ");
        assertThat(Long.parseLong(whole.output().strip().substring(3))).isGreaterThanOrEqualTo(before);
        assertThat(program.runs()).isTrue();
    }

    @Test
    void keepsKindsModesTimesLinksHolesAndWhatWasTakenAway() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(
                ExecSpec.shell("mkdir -p d/deep o; echo 1 > d/gone; echo 2 > d/kept; echo 3 > o/below; echo 4 > kept"));
        sandbox.seal(box.layer());
        assertOk(sandbox, """
                rm -r d/gone o; mkdir o; echo new > o/above
                echo a > one; ln one two; ln -s one link; mkfifo pipe; truncate -s 100M hole; echo end >> hole
                printf '#!/bin/sh\\n' > run; chmod 4751 run; touch -d '2020-02-02 02:02:02.123456789' run
                mkdir closed; echo x > closed/file; chmod 0 closed/file; chmod 700 closed
                mkdir -- '-weird
                name'; : > '-weird
                name/ü'; touch -d '2021-01-01' d""");
        Execution program = sandbox.start(ExecSpec.of("cat"));

        Sandbox restored = box.sandboxes.create(
                box.spec().withLayers(sandbox.capture(box.layer()).spec().layers()));

        String about = "LC_ALL=C; find . ! -name hole -printf '%y %m %n %s %T+ %l %p\\n' | grep -v '^d.* \\.$' | sort;"
                + " find hole -printf '%s %b\\n'; [ one -ef two ] && echo same; find o";
        assertThat(restored.run(ExecSpec.shell(about)).output())
                .isEqualTo(sandbox.run(ExecSpec.shell(about)).output())
                .contains("same", "-weird", "4751", "2020-02-02+02:02:02.1234567890", "p 644", "o/above")
                .doesNotContain("below", "gone");
        assertThat(program.runs()).isTrue();
    }

    @Test
    void hasWhatAProgramWroteToAMappedFile() throws Exception {
        Sandbox sandbox = box.sandbox();
        Execution program = sandbox.start(ExecSpec.of("python3", "-c", """
                import mmap, sys
                f = open('mapped', 'w+b')
                f.truncate(8192)
                m = mmap.mmap(f.fileno(), 8192)
                m[0:4] = b'0000'
                print('ready', flush=True)
                for line in sys.stdin:
                    m[0:4] = line.strip().encode()
                    print('written', flush=True)
                """));
        BufferedReader said = reader(program);
        assertThat(said.readLine()).isEqualTo("ready");
        sandbox.capture(box.layer());

        program.stdin().write("1234\n".getBytes(UTF_8));
        program.stdin().flush();
        assertThat(said.readLine()).isEqualTo("written");
        Sandbox restored = box.sandboxes.create(
                box.spec().withLayers(sandbox.capture(box.layer()).spec().layers()));

        assertThat(restored.files().read("mapped", 0, 4).bytes()).isEqualTo("1234".getBytes(UTF_8));
    }

    @Test
    void sharesWhatDidNotChangeWithTheCopyBefore() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.run(
                ExecSpec.shell("echo same > same; echo old > changed; mkdir d; echo x > d/moved; echo y > removed"));
        LayerId one = box.layer();
        LayerId two = box.layer();
        Sandbox.Captured first = sandbox.capture(one);
        sandbox.run(ExecSpec.shell("echo newer > changed; mv d e; rm removed"));
        Sandbox.Captured second = sandbox.capture(two);

        if (!box.sandboxes.snapshotsByFileSystem()) {
            assertThat(inode(two, "same")).isEqualTo(inode(one, "same"));
            assertThat(inode(two, "changed")).isNotEqualTo(inode(one, "changed"));
        }
        Sandbox before = box.sandboxes.create(box.spec().withLayers(first.spec().layers()));
        Sandbox after = box.sandboxes.create(box.spec().withLayers(second.spec().layers()));
        assertThat(read(before, "same", "changed", "d/moved", "removed")).isEqualTo("same\nold\nx\ny\n");
        assertThat(read(after, "same", "changed", "e/moved")).isEqualTo("same\nnewer\nx\n");
        assertThat(after.files().list("."))
                .extracting(FileInfo::name)
                .containsExactlyInAnyOrder("same", "changed", "e");
    }

    @Test
    void leavesNothingBehindWhenItsSandboxEndsMeanwhile() throws Exception {
        Assumptions.assumeFalse(box.sandboxes.snapshotsByFileSystem(), "there, no copy is made that could be cut");
        Sandbox sandbox = box.sandbox();
        assertOk(sandbox, "for i in $(seq 3000); do echo $i > f$i; done");
        CompletableFuture<Sandbox.Captured> capture = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                capture.complete(sandbox.capture(box.layer()));
            } catch (InterruptedException | RuntimeException e) {
                capture.completeExceptionally(e);
            }
        });
        Path own = box.root.resolve("sandboxes/" + sandbox.id().value());
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Objects.requireNonNull(own.toFile().list((_, name) -> name.startsWith("capture."))).length == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }

        sandbox.destroy();

        assertThatThrownBy(capture::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ProblemException.class);
        assertThat(box.root.resolve("layers").toFile().list((_, name) -> name.startsWith(".")))
                .isEmpty();
        assertThat(box.sandbox().run(ExecSpec.of("true")).ok()).isTrue();
    }

    private Object inode(LayerId layer, String file) throws IOException {
        Path path = box.root.resolve("layers/" + layer.value() + "/workspace/" + file);
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private static void assertOk(Sandbox sandbox, String script) throws InterruptedException {
        ExecResult result = sandbox.run(ExecSpec.shell("set -e; " + script));
        assertThat(result.ok()).as(result.error()).isTrue();
    }

    private static List<String> lines(Sandbox sandbox, String file) throws InterruptedException {
        return sandbox.run(ExecSpec.of("cat", file)).output().lines().toList();
    }

    private static String read(Sandbox sandbox, String... files) throws InterruptedException {
        return sandbox.run(ExecSpec.shell("cat " + String.join(" ", files))).output();
    }

    private static BufferedReader reader(Execution program) {
        return new BufferedReader(new InputStreamReader(program.stdout(), UTF_8));
    }
}
