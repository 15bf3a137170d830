package dev.slipway.cli;

import dev.slipway.model.wire.ServerCalls.Check;
import java.util.ArrayList;
import java.util.List;

/// How the daemon's health reads.
final class HealthView {
    private HealthView() {}

    static void print(Console console, List<Check> checks) {
        List<List<String>> rows = new ArrayList<>();
        for (Check check : checks) {
            rows.add(List.of(
                    check.ok() ? console.green("✓") : console.red("✗"),
                    SafeText.line(check.name(), 30),
                    SafeText.line(check.detail(), 300)));
        }
        console.table(rows);
    }
}
