package dev.slipway.bench;

import dev.slipway.ssh.SshProcess;
import dev.slipway.ssh.SshServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Programs on a host over SSH, and the `ssh` command with a live control master beside them, to the same server.
final class SshBench implements Bench {
    private static final int RUNS = 200;
    private static final int WARM_UP = 50;
    private static final int PARALLEL = 200;
    private static final int PARALLEL_RUNS = 5;
    private static final int MEGABYTES = 512;

    @Override
    public String name() {
        return "ssh";
    }

    @Override
    public String about() {
        return "a program over SSH, 200 at once, and throughput; OpenSSH's client beside them";
    }

    @Override
    public void run(BenchReport report) throws IOException, InterruptedException {
        try (Scratch scratch = new Scratch("ssh");
                LoopbackSshd sshd = new LoopbackSshd(scratch.path());
                SshServer server = new SshServer(sshd.target(), sshd.pinned(), new Random())) {
            List<String> openssh = new ArrayList<>(sshd.client());
            openssh.add("true");
            // Begins the control master, which would else hold the first call up.
            ended(new ProcessBuilder(openssh).start());
            Timings ours = new Timings();
            Timings theirs = new Timings();
            for (int i = 0; i < RUNS + WARM_UP; i++) {
                ours.time(() -> ok(server.start(List.of("true"))));
                theirs.time(() -> ended(started(openssh)));
            }
            ours.report(report, "ssh", "exec", WARM_UP, Map.of());
            theirs.report(report, "ssh", "exec_openssh", WARM_UP, Map.of());
            parallel(report, server);
            throughput(report, server, sshd);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void parallel(BenchReport report, SshServer server) throws InterruptedException, ExecutionException {
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run < PARALLEL_RUNS; run++) {
            long began = System.nanoTime();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < PARALLEL; i++) {
                    running.add(threads.submit(() -> ok(server.start(List.of("true")))));
                }
                for (Future<?> each : running) {
                    each.get();
                }
            }
            seconds.add((System.nanoTime() - began) / 1e9);
        }
        // The first opens the connections.
        double first = seconds.removeFirst();
        seconds.sort(null);
        report.report(
                "ssh",
                "parallel_200",
                seconds.get(seconds.size() / 2),
                "s",
                Map.of("first", first, "runs", seconds.size(), "connections", server.connections()));
    }

    private static void throughput(BenchReport report, SshServer server, LoopbackSshd sshd)
            throws IOException, InterruptedException {
        String command = "head -c " + (MEGABYTES * 1_000_000L) + " /dev/zero";
        long began = System.nanoTime();
        SshProcess process = server.start(List.of("/bin/sh", "-c", command));
        process.stdout().transferTo(OutputStream.nullOutputStream());
        ok(process);
        double ours = MEGABYTES / ((System.nanoTime() - began) / 1e9);
        List<String> openssh = new ArrayList<>(sshd.client());
        openssh.add(command);
        began = System.nanoTime();
        Process client = started(openssh);
        try (InputStream in = client.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        ended(client);
        double theirs = MEGABYTES / ((System.nanoTime() - began) / 1e9);
        report.report("ssh", "throughput", ours, "MB/s", Map.of("openssh", Math.round(theirs)));
    }

    private static int ok(SshProcess process) {
        int exit = process.onExit().toCompletableFuture().join();
        if (exit != 0) {
            throw new IllegalStateException("a program ended with " + exit);
        }
        return exit;
    }

    private static Process started(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int ended(Process process) throws InterruptedException {
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("ssh ended with " + exit);
        }
        return exit;
    }
}
