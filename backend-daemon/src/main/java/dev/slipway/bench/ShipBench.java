package dev.slipway.bench;

import dev.slipway.host.HostShell;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Shipping;
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

/// A layer from one host behind SSH to another, through the daemon, against two clients of OpenSSH that do the same:
/// `ssh A tar c | ssh B tar x`. In turns, so that both meet the same load.
final class ShipBench {
    private static final int RUNS = 5;
    private static final int MEGABYTES = 300;

    private final Random random = new Random();

    /// Reports `ship_ratio`: how much of the other way's throughput is reached.
    void run(BenchReport report) throws IOException, InterruptedException {
        Path from = Files.createTempDirectory("slipway-bench");
        Path to = Files.createTempDirectory("slipway-bench");
        try (Scratch scratch = new Scratch("ship-a");
                Scratch other = new Scratch("ship-b");
                LoopbackSshd a = new LoopbackSshd(scratch.path());
                LoopbackSshd b = new LoopbackSshd(other.path());
                SshServer serverA = new SshServer(a.target(), a.pinned(), random);
                SshServer serverB = new SshServer(b.target(), b.pinned(), random)) {
            Sandboxes source = sandboxes("a", serverA, from);
            Sandboxes target = sandboxes("b", serverB, to);
            try {
                measure(report, source, target, new Way(a, b, from, to));
            } finally {
                SandboxBench.clean(source, from);
                SandboxBench.clean(target, to);
            }
        }
    }

    private record Way(LoopbackSshd a, LoopbackSshd b, Path from, Path to) {}

    private Sandboxes sandboxes(String name, SshServer server, Path root) {
        return new Sandboxes(
                HostShell.ssh(new HostId(name), server, root.toString(), random), SandboxSettings.standard(), random);
    }

    private void measure(BenchReport report, Sandboxes source, Sandboxes target, Way way)
            throws IOException, InterruptedException {
        Sandbox sandbox = source.create(SandboxSpec.of(new SandboxId("ship")));
        // As a repository with its dependencies: many small files, and some big ones that can't be packed.
        ExecResult made = sandbox.run(ExecSpec.shell("for d in $(seq 40); do mkdir d$d; for f in $(seq 100); do"
                + " head -c 15000 /dev/urandom > d$d/f$f; done; done; for i in $(seq " + MEGABYTES / 20
                + "); do head -c 16000000 /dev/urandom > b$i; done"));
        if (!made.ok()) {
            throw new IllegalStateException("the files to ship could not be made: " + made.error());
        }
        Snapshot snapshot = new Snapshots(source, InstantSource.system(), random).seal(sandbox, Snapshots.Running.END);
        LayerId layer = snapshot.id();
        Shipping shipping = new Shipping();
        List<Double> ratios = new ArrayList<>();
        Timings ours = new Timings();
        for (int i = 0; i <= RUNS; i++) {
            Path shipped = way.to().resolve("layers").resolve(layer.value());
            long start = System.nanoTime();
            ours.time(() -> shipping.bring(snapshot.layers(), source, target));
            long took = System.nanoTime() - start;
            delete(shipped);
            long plain = plain(way, layer);
            // The first of both warms up.
            if (i > 0) {
                ratios.add((double) plain / took);
            }
        }
        ratios.sort(null);
        report.report(
                "image",
                "ship_ratio",
                ratios.get(RUNS / 2),
                "",
                Map.of("runs", RUNS, "least", ratios.getFirst(), "most", ratios.getLast(), "mb", MEGABYTES));
        ours.report(report, "image", "ship", 1, Map.of("mb", MEGABYTES));
    }

    private static long plain(Way way, LayerId layer) throws IOException, InterruptedException {
        Path into = Files.createDirectories(way.to().resolve("plain"));
        List<String> pack = new ArrayList<>(way.a().client());
        pack.addAll(List.of("tar", "-C", way.from() + "/layers/" + layer.value(), "-c", "."));
        List<String> unpack = new ArrayList<>(way.b().client());
        unpack.addAll(List.of("tar", "-C", into.toString(), "-x"));
        long start = System.nanoTime();
        for (Process process :
                ProcessBuilder.startPipeline(List.of(new ProcessBuilder(pack), new ProcessBuilder(unpack)))) {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("ssh or tar ended with " + process.exitValue());
            }
        }
        long took = System.nanoTime() - start;
        delete(into);
        return took;
    }

    private static void delete(Path directory) throws IOException, InterruptedException {
        new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    }
}
