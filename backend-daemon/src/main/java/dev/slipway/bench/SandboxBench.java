package dev.slipway.bench;

import dev.slipway.host.HostShell;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Snapshot;
import dev.slipway.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/// Sandboxes on this machine, and Podman's containers beside them where it is installed.
final class SandboxBench implements Bench {
    private static final int RUNS = 30;
    /// Each changes 500 MB first.
    private static final int HEAVY_RUNS = 5;
    private static final String CHANGE_500_MB =
            "i=0; while [ $i -lt 50 ]; do head -c 10000000 /dev/zero > f$i; i=$((i + 1)); done";

    private final Random random = new Random();

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public String about() {
        return "start, exec, seal, restore and fork of a sandbox; Podman beside them";
    }

    @Override
    public void run(BenchReport report) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("slipway-bench");
        Sandboxes sandboxes = new Sandboxes(HostShell.local(root, random), SandboxSettings.standard(), random);
        // For whoever ends it early.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(sandboxes, root)));
        try {
            measure(report, sandboxes);
        } finally {
            clean(sandboxes, root);
        }
        PodmanBench.run(report, RUNS, HEAVY_RUNS, CHANGE_500_MB);
    }

    private void measure(BenchReport report, Sandboxes sandboxes) throws InterruptedException {
        Snapshots snapshots = new Snapshots(sandboxes, InstantSource.system(), random);
        Sandbox base = sandboxes.create(SandboxSpec.of(id()));
        ok(base.run(ExecSpec.shell("i=0; while [ $i -lt 1000 ]; do echo $i > file$i; i=$((i + 1)); done")));
        Snapshot image = snapshots.seal(base, Snapshots.Running.END);
        Map<String, ?> isolation = Map.of("isolation", sandboxes.isolation().mode());

        Timings start = new Timings();
        Timings exec = new Timings();
        Timings read = new Timings();
        Timings kill = new Timings();
        Timings destroy = new Timings();
        for (int i = 0; i < RUNS + 5; i++) {
            SandboxSpec spec = SandboxSpec.of(id());
            Sandbox sandbox = start.time(() -> snapshots.restore(image, spec));
            for (int j = 0; j < 3; j++) {
                exec.time(() -> ok(sandbox.run(ExecSpec.of("true"))));
            }
            read.time(() -> sandbox.files().read("file7", 0, 100));
            Execution sleeping = sandbox.start(ExecSpec.of("sleep", "1000"));
            kill.time(() -> {
                sleeping.kill();
                return sleeping.waitFor();
            });
            destroy.time(() -> {
                sandbox.destroy();
                return sandbox;
            });
        }
        start.report(report, "sandbox", "cold_start", 5, isolation);
        exec.report(report, "sandbox", "exec", 15, isolation);
        read.report(report, "sandbox", "read_file", 5, isolation);
        kill.report(report, "sandbox", "kill", 5, isolation);
        destroy.report(report, "sandbox", "destroy", 5, isolation);

        Timings seal = new Timings();
        Timings restore = new Timings();
        Timings fork = new Timings();
        for (int i = 0; i < HEAVY_RUNS; i++) {
            Sandbox sandbox = snapshots.restore(image, SandboxSpec.of(id()));
            ok(sandbox.run(ExecSpec.shell(CHANGE_500_MB)));
            Snapshot sealed = seal.time(() -> snapshots.seal(sandbox, Snapshots.Running.END));
            Sandbox restored = restore.time(() -> snapshots.restore(sealed, SandboxSpec.of(id())));
            ok(restored.run(ExecSpec.of("rm", "f0")));
            Sandbox forked = fork.time(() -> snapshots.fork(restored, id(), Snapshots.Running.END));
            forked.destroy();
            restored.destroy();
            sandbox.destroy();
        }
        seal.report(report, "sandbox", "seal_500mb", 0, isolation);
        restore.report(report, "sandbox", "restore", 0, isolation);
        fork.report(report, "sandbox", "fork", 0, isolation);
        base.destroy();
    }

    private SandboxId id() {
        return new SandboxId(LayerId.random(random).value());
    }

    private static ExecResult ok(ExecResult result) {
        if (!result.ok()) {
            throw new IllegalStateException("a program in the sandbox failed: " + result.error());
        }
        return result;
    }

    static void clean(Sandboxes sandboxes, Path root) {
        sandboxes.destroyAll();
        remove(root);
    }

    /// Removes a directory in which sandboxes were.
    static void remove(Path root) {
        // What the sandboxes throw away in the background may be in the way at first.
        String delete = """
                for try in 1 2 3 4 5 6 7 8 9 10; do
                    rm -rf "$0" 2>/dev/null || unshare -U -r rm -rf "$0" 2>/dev/null
                    [ -e "$0" ] || exit 0
                    sleep 0.2
                done
                echo "could not remove $0" >&2""";
        try {
            new ProcessBuilder("sh", "-c", delete, root.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            System.err.println("could not remove " + root + ": " + e.getMessage());
        }
    }
}
