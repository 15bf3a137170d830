package dev.slipway.tool;

import static dev.slipway.tool.Workbench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.sandbox.Limits;
import dev.slipway.sandbox.NetworkPolicy;
import dev.slipway.tool.Workbench.Desk;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ShellToolTest {
    private static Workbench bench;
    private Desk desk;

    @BeforeAll
    static void open() {
        bench = new Workbench();
    }

    @AfterAll
    static void close() throws Exception {
        bench.close();
    }

    @BeforeEach
    void sitDown() {
        desk = bench.desk();
    }

    @Test
    void bothStreamsComeTogetherInOrder() throws Exception {
        ToolResult result = desk.shell("echo one; echo two >&2; echo three");

        assertThat(result.output()).isEqualTo("one\ntwo\nthree");
        assertThat(result.exitCode()).contains(0);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.whole()).isEmpty();
    }

    @Test
    void anExitCodeIsAFailureThatIsTold() throws Exception {
        ToolResult result = desk.shell("echo no; exit 3");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.output()).isEqualTo("no\n[exit code 3]");
        assertThat(result.exitCode()).contains(3);
        assertThat(desk.shell("nonesuch").output()).contains("there is no such command");
    }

    @Test
    void commandsBeginInTheWorkTreeWithTheirEnvironment() throws Exception {
        assertThat(desk.shell("cd /tmp").output()).isEqualTo("(no output)");
        assertThat(desk.shell("pwd; echo $GIT_AUTHOR_NAME; [[ a == a ]] && echo bash")
                        .output())
                .isEqualTo("/workspace\nAda\nbash");
    }

    @Test
    void nothingIsTypedIntoACommand() throws Exception {
        assertThat(desk.shell("cat; read line || echo nothing").output()).isEqualTo("nothing");
    }

    @Test
    void outputStreamsAsItComes() throws Exception {
        CompletableFuture<ToolResult> result = inBackground("echo first; until [ -e go ]; do :; done; echo second");

        eventually(() -> String.join("", desk.live).contains("first"));
        assertThat(result).isNotDone();
        desk.put("go", "");

        assertThat(result.get(10, TimeUnit.SECONDS).output()).isEqualTo("first\nsecond");
        assertThat(String.join("", desk.live)).isEqualTo("first\nsecond\n");
    }

    @Test
    void coloursAreForPeopleOnly() throws Exception {
        assertThat(desk.shell("printf '\\033[31mred\\033[0m\\n'").output()).isEqualTo("red");
        assertThat(String.join("", desk.live)).isEqualTo("\u001b[31mred\u001b[0m\n");
    }

    @Test
    void aCommandThatTakesTooLongIsEndedWithAllThatItStarted() throws Exception {
        ToolResult result =
                desk.run("shell", "{\"command\":\"echo on; setsid sleep 4321 & sleep 4321\",\"timeout_seconds\":1}");

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.output()).startsWith("on\n[Ended after 1 s");
        assertThat(sleeping("4321")).isFalse();
    }

    @Test
    void whatACommandLeavesRunningIsEnded() throws Exception {
        long start = System.nanoTime();
        ToolResult holding = desk.shell("sleep 4322 & echo done");
        ToolResult quiet = desk.shell("(setsid sleep 4323 >/dev/null 2>&1 &) ; echo done");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(holding.output()).startsWith("done\n[It left processes running");
        assertThat(quiet.output()).startsWith("done");
        assertThat(sleeping("432[23]")).isFalse();
    }

    @Test
    void aStopEndsTheCommandAndAllThatItStartedAtOnce() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                desk.shell("setsid sleep 4324 & echo started; sleep 4324");
            } catch (InterruptedException expected) {
                stopped.countDown();
            }
        });
        eventually(() -> String.join("", desk.live).contains("started"));

        long start = System.nanoTime();
        thread.interrupt();
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(sleeping("4324")).isFalse();
    }

    @Test
    void whoRunsWithANetworkIsToldThatSomethingMayHaveLeft() throws Exception {
        Desk open = new Desk(bench.sandbox(bench.spec().withNetwork(NetworkPolicy.HOST)), bench.journal());

        open.shell("echo  hi");
        desk.shell("echo  hi");

        assertThat(open.left).containsExactly("Ran with access to the network, so something may have left: echo hi");
        assertThat(desk.left).isEmpty();
    }

    // ---- floods

    @Test
    void longOutputIsCutForTheModelAndKeptWhole() throws Exception {
        ToolResult result = desk.shell("seq 1 50000");

        assertThat(result.output()).startsWith("1\n2\n").endsWith("\n49999\n50000");
        assertThat(result.output()).contains("left out").hasSizeLessThan(CapturedOutput.FOR_MODEL + 500);
        try (InputStream whole =
                desk.journal.blobs().get(result.whole().orElseThrow()).orElseThrow()) {
            assertThat(new String(whole.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(50_000)
                    .endsWith("50000");
        }
    }

    @Test
    void aGigabyteOfOutputDoesNotHurt() throws Exception {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();

        ToolResult result = desk.run(
                "shell",
                "{\"command\":\"yes 0123456789 | head -c 1000000000; echo; echo end\",\"timeout_seconds\":100}");

        System.gc();
        long after = runtime.totalMemory() - runtime.freeMemory();
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.output()).endsWith("end").contains("1,000,000,00").hasSizeLessThan(32_000);
        assertThat(desk.journal.blobs().size(result.whole().orElseThrow())).hasValue(CapturedOutput.KEPT);
        assertThat(desk.live.stream().mapToLong(String::length).sum()).isLessThan(100_000_000);
        assertThat(after - before).isLessThan(300_000_000);
    }

    @Test
    void aForkBombIsContained() throws Exception {
        Desk small =
                new Desk(bench.sandbox(bench.spec().withLimits(Limits.DEFAULT.withProcesses(64))), bench.journal());

        ToolResult result = small.run("shell", "{\"command\":\"b() { b | b & }; b; sleep 600\",\"timeout_seconds\":2}");

        assertThat(result.succeeded()).isFalse();
        assertThat(small.shell("echo alive").output()).isEqualTo("alive");
    }

    @Test
    void aFullProcessTableIsToldAndPasses() throws Exception {
        Desk small =
                new Desk(bench.sandbox(bench.spec().withLimits(Limits.DEFAULT.withProcesses(40))), bench.journal());
        small.put("a", "x");
        small.run(
                "shell",
                "{\"command\":\"for i in $(seq 200); do sleep 4327 & done 2>/dev/null; wait\",\"background\":true}");

        for (String[] call : new String[][] {
            {"shell", "{\"command\":\"ls | cat | cat\",\"timeout_seconds\":20}"},
            {"read", "{\"path\":\"a\"}"},
            {"grep", "{\"pattern\":\"x\"}"},
            {"glob", "{\"pattern\":\"*\"}"},
            {"write", "{\"path\":\"b\",\"content\":\"x\"}"}
        }) {
            ToolResult result = small.run(call[0], call[1]);
            assertThat(result.succeeded()).as(call[0]).isFalse();
            assertThat(result.output())
                    .as(call[0])
                    .contains("as many processes as it may")
                    .contains("bg1");
        }
        small.run("shell_kill", "{\"id\":\"bg1\"}");

        // The dead still count until the first process in the sandbox has collected them, a moment later.
        ToolResult afterwards = small.run("read", "{\"path\":\"a\"}");
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!afterwards.succeeded() && System.nanoTime() < deadline) {
            afterwards = small.run("read", "{\"path\":\"a\"}");
        }
        assertThat(afterwards.output()).endsWith("x");
    }

    // ---- the background

    @Test
    void aBackgroundProcessIsReadAndKilledLater() throws Exception {
        ToolResult started = desk.run(
                "shell",
                "{\"command\":\"echo ready; until [ -e go ]; do sleep 0.01; done; echo went; sleep 4325\",\"background\":true}");

        assertThat(started.output()).contains("Started bg1").contains("ready").contains("bg1 is running");
        desk.put("go", "");
        assertThat(desk.run("shell_output", "{\"id\":\"bg1\",\"wait_seconds\":10}")
                        .output())
                .isEqualTo("went\n[bg1 is running.]");
        assertThat(desk.run("shell_kill", "{\"id\":\"bg1\"}").output()).contains("bg1 has ended: it was killed");
        assertThat(sleeping("4325")).isFalse();
    }

    @Test
    void aBackgroundProcessThatEndsAtOnceSaysSo() throws Exception {
        assertThat(desk.run("shell", "{\"command\":\"echo bad; exit 4\",\"background\":true}")
                        .output())
                .contains("bad")
                .contains("bg1 has ended: exit code 4");
        assertThat(desk.run("shell_output", "{\"id\":\"bg9\"}").output()).contains("There are: bg1");
    }

    @Test
    void aBackgroundProcessThatFloodsIsNotHeldBack() throws Exception {
        ToolResult started =
                desk.run("shell", "{\"command\":\"seq 1 3000000; touch flooded; sleep 4326\",\"background\":true}");

        eventually(() -> flooded());

        String news =
                started.output() + desk.run("shell_output", "{\"id\":\"bg1\"}").output();
        assertThat(news).contains("no longer kept").contains("\n3000000\n").hasSizeLessThan(64_000);
        desk.background.end();
        assertThat(sleeping("4326")).isFalse();
    }

    private boolean flooded() {
        try {
            return desk.sandbox.files().exists("flooded");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<ToolResult> inBackground(String command) {
        CompletableFuture<ToolResult> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(desk.shell(command));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /// Whether `sleep` with this argument runs in the sandbox.
    private boolean sleeping(String argument) throws InterruptedException {
        return !desk.in("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -o '[s]leep " + argument
                        + "' || true")
                .isEmpty();
    }
}
