package dev.slipway.bench;

import java.util.ArrayList;
import java.util.List;

/// `bench NAME|all [--json]`: runs one bench or all of them. Exits with 0, with 1 if a bench broke, with 2 if
/// there
/// is no such bench.
public final class BenchMain {
    private static final List<Bench> BENCHES = List.of(
            new TtftBench(),
            new JournalBench(),
            new FanoutBench(),
            new SandboxBench(),
            new SshBench(),
            new TunnelBench(),
            new ClaimBench(),
            new ImageBench(),
            new DensityBench());

    private BenchMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    static int run(List<String> arguments) {
        List<String> names = new ArrayList<>(arguments);
        boolean json = names.remove("--json");
        List<Bench> chosen = BENCHES.stream()
                .filter(bench -> names.contains("all") || names.contains(bench.name()))
                .toList();
        if (chosen.isEmpty()) {
            System.err.println("Usage: bench NAME|all [--json]. There are:");
            BENCHES.forEach(bench -> System.err.printf("  %-10s %s%n", bench.name(), bench.about()));
            return 2;
        }
        BenchReport report = new BenchReport(System.out, json);
        int status = 0;
        for (Bench bench : chosen) {
            try {
                bench.run(report);
            } catch (InterruptedException e) {
                return 1;
            } catch (Exception e) {
                System.err.println("Bench " + bench.name() + " broke:");
                e.printStackTrace();
                status = 1;
            }
        }
        return status;
    }
}
