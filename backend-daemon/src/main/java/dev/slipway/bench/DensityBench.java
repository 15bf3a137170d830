package dev.slipway.bench;

import dev.slipway.host.HostShell;
import dev.slipway.sandbox.ExecSpec;
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

/// Many idle sandboxes on this machine: how long each takes to start, and how much memory it costs while it waits.
final class DensityBench implements Bench {
    private static final int SANDBOXES = 300;

    private final Random random = new Random();

    @Override
    public String name() {
        return "density";
    }

    @Override
    public String about() {
        return SANDBOXES + " idle sandboxes on this machine: time to start and memory of each";
    }

    @Override
    public void run(BenchReport report) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("slipway-bench");
        Sandboxes sandboxes = new Sandboxes(HostShell.local(root, random), SandboxSettings.standard(), random);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> SandboxBench.clean(sandboxes, root)));
        try {
            Snapshots snapshots = new Snapshots(sandboxes, InstantSource.system(), random);
            Sandbox base = sandboxes.create(SandboxSpec.of(id()));
            base.run(ExecSpec.shell("i=0; while [ $i -lt 1000 ]; do echo $i > file$i; i=$((i + 1)); done"));
            Snapshot image = snapshots.seal(base, Snapshots.Running.END);
            long before = available();
            Timings start = new Timings();
            for (int i = 0; i < SANDBOXES; i++) {
                Sandbox sandbox = start.time(() -> snapshots.restore(image, SandboxSpec.of(id())));
                // A sandbox that never did anything would be cheaper than one that waits for the next prompt.
                if (!sandbox.run(ExecSpec.shell("cat file7 > copy")).ok()) {
                    throw new IllegalStateException("sandbox " + i + " does not work");
                }
            }
            double megabytes = (before - available()) / 1_000.0 / SANDBOXES;
            int working = 0;
            for (Sandbox sandbox : sandboxes.list()) {
                working += sandbox.run(ExecSpec.of("true")).ok() ? 1 : 0;
            }
            report.report("density", "sandboxes", working - 1, "");
            report.report("density", "memory_per_sandbox", megabytes, "MB", Map.of("of", "MemAvailable"));
            start.report(report, "density", "start", 5, Map.of());
        } finally {
            SandboxBench.clean(sandboxes, root);
        }
    }

    /// In kB.
    private static long available() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow();
    }

    private SandboxId id() {
        return new SandboxId(LayerId.random(random).value());
    }
}
