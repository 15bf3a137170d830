package dev.slipway.bench;

import dev.slipway.host.HostShell;
import dev.slipway.model.fleet.HostId;
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
import dev.slipway.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Sandboxes on a host behind SSH, from images of two sizes: nothing may take longer because an image is bigger.
final class ClaimBench implements Bench {
    private static final int RUNS = 30;
    private static final int WARM_UP = 5;
    private static final int HOT_RUNS = 9;
    private static final int[] IMAGES_MB = {100, 2_000};

    private final Random random = new Random();

    @Override
    public String name() {
        return "claim";
    }

    @Override
    public String about() {
        return "start, restore and fork of a sandbox over SSH until its first program has run, from small and big images";
    }

    @Override
    public void run(BenchReport report) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("slipway-bench");
        try (Scratch scratch = new Scratch("claim");
                LoopbackSshd sshd = new LoopbackSshd(scratch.path());
                SshServer server = new SshServer(sshd.target(), sshd.pinned(), random)) {
            HostShell host = HostShell.ssh(new HostId("bench"), server, root.toString(), random);
            Sandboxes sandboxes = new Sandboxes(host, SandboxSettings.standard(), random);
            try {
                for (int megabytes : IMAGES_MB) {
                    measure(report, sandboxes, megabytes);
                }
                hot(report, sandboxes);
            } finally {
                SandboxBench.clean(sandboxes, root);
            }
            for (int megabytes : IMAGES_MB) {
                Path home = Files.createTempDirectory("slipway-bench-home");
                Path there = Files.createTempDirectory("slipway-bench-host");
                try {
                    new WarmClaims(home, there, sshd).measure(report, megabytes);
                } finally {
                    SandboxBench.remove(home);
                    SandboxBench.remove(there);
                }
            }
        }
    }

    private void measure(BenchReport report, Sandboxes sandboxes, int megabytes) throws InterruptedException {
        Snapshots snapshots = new Snapshots(sandboxes, InstantSource.system(), random);
        Sandbox base = sandboxes.create(SandboxSpec.of(id()));
        ok(base.run(ExecSpec.shell("i=0; while [ $i -lt " + megabytes / 10
                + " ]; do head -c 10000000 /dev/zero > f$i; i=$((i + 1)); done")));
        Snapshot image = snapshots.seal(base, Snapshots.Running.END);
        Timings start = new Timings();
        Timings restore = new Timings();
        Timings fork = new Timings();
        for (int i = 0; i < RUNS + WARM_UP; i++) {
            Sandbox fresh = start.time(() -> ready(snapshots.restore(image, SandboxSpec.of(id()))));
            ok(fresh.run(ExecSpec.shell("head -c 10000000 /dev/zero > more")));
            Snapshot session = snapshots.seal(fresh, Snapshots.Running.END);
            Sandbox again = restore.time(() -> ready(snapshots.restore(session, SandboxSpec.of(id()))));
            Sandbox copy = fork.time(() -> ready(snapshots.fork(again, id(), Snapshots.Running.END)));
            copy.destroy();
            again.destroy();
            fresh.destroy();
        }
        Map<String, ?> size = Map.of("image_mb", megabytes);
        start.report(report, "claim", "cold_start", WARM_UP, size);
        restore.report(report, "claim", "restore", WARM_UP, size);
        fork.report(report, "claim", "fork", WARM_UP, size);
        base.destroy();
    }

    /// Snapshots of a sandbox in which 10,000 files were just written, while a program goes on writing.
    private void hot(BenchReport report, Sandboxes sandboxes) throws InterruptedException {
        Snapshots snapshots = new Snapshots(sandboxes, InstantSource.system(), random);
        Sandbox busy = sandboxes.create(SandboxSpec.of(id()));
        Execution program =
                busy.start(ExecSpec.shell("i=0; while :; do i=$((i + 1)); echo $i >> log; sleep 0.005; done"));
        Timings whole = new Timings();
        List<Double> pauses = new ArrayList<>();
        for (int i = 0; i < HOT_RUNS; i++) {
            ok(busy.run(ExecSpec.shell("for d in $(seq 100); do mkdir -p d$d; for f in $(seq 100); do echo " + i
                    + " some text of a source file > d$d/f$f; done; done")));
            Snapshot taken = whole.time(() -> snapshots.seal(busy, Snapshots.Running.GO_ON));
            pauses.add(taken.pause().toNanos() / 1e6);
        }
        pauses.sort(null);
        program.kill();
        busy.destroy();
        Map<String, ?> size = Map.of("files", 10_000);
        report.report(
                "claim",
                "hot_pause_ms",
                pauses.get(HOT_RUNS / 2),
                "ms",
                Map.of("files", 10_000, "runs", HOT_RUNS, "least", pauses.getFirst(), "most", pauses.getLast()));
        whole.report(report, "claim", "hot_snapshot", 0, size);
    }

    private static Sandbox ready(Sandbox sandbox) throws InterruptedException {
        ok(sandbox.run(ExecSpec.of("true")));
        return sandbox;
    }

    private SandboxId id() {
        return new SandboxId(LayerId.random(random).value());
    }

    private static void ok(ExecResult result) {
        if (!result.ok()) {
            throw new IllegalStateException("a program in the sandbox failed: " + result.error());
        }
    }
}
