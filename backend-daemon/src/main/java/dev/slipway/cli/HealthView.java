package dev.slipway.cli;

import dev.slipway.model.wire.ServerCalls.Check;
import dev.slipway.model.wire.ServerCalls.Health;
import java.util.ArrayList;
import java.util.List;

/// How the daemon's health reads.
final class HealthView {
    private HealthView() {}

    static void print(Console console, Health health) {
        List<List<String>> rows = new ArrayList<>();
        for (Check check : health.checks()) {
            rows.add(List.of(
                    check.ok() ? console.green("✓") : console.red("✗"),
                    SafeText.line(check.name(), 30),
                    SafeText.line(check.detail(), 300)));
        }
        console.table(rows);
    }
}
