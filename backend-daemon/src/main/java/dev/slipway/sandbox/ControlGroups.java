package dev.slipway.sandbox;

import dev.slipway.host.HostFacts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which control groups a sandbox gets on its host, and so which limits hold for all its processes together.
final class ControlGroups {
    private final HostFacts facts;

    ControlGroups(HostFacts facts) {
        this.facts = facts;
    }

    Set<Isolation.Limit> holds() {
        Set<Isolation.Limit> holds = EnumSet.noneOf(Isolation.Limit.class);
        if (has("memory")) {
            holds.add(Isolation.Limit.MEMORY);
        }
        if (has("cpu")) {
            holds.add(Isolation.Limit.CPU);
        }
        return holds;
    }

    /// What the scripts take: "control-file=value", joined by blanks.
    String settings(long group, Limits limits) {
        String name = "/slipway-" + group + "/";
        List<String> settings = new ArrayList<>();
        // The quota is what may run in each period of 100 ms, the kernel's default, in microseconds.
        long quota = limits.cpuPercent() * 1_000L;
        Optional<String> unified = facts.controlGroupV2("memory").or(() -> facts.controlGroupV2("cpu"));
        if (unified.isPresent()) {
            facts.controlGroupV2("memory")
                    .ifPresent(at -> settings.add(at + name + "memory.max=" + limits.memoryBytes()));
            facts.controlGroupV2("cpu").ifPresent(at -> settings.add(at + name + "cpu.max=" + quota));
        } else {
            facts.controlGroupV1("memory")
                    .ifPresent(at -> settings.add(at + name + "memory.limit_in_bytes=" + limits.memoryBytes()));
            facts.controlGroupV1("cpu").ifPresent(at -> settings.add(at + name + "cpu.cfs_quota_us=" + quota));
            // Version 2 can stop the programs of any group.
            facts.controlGroupV1("freezer").ifPresent(at -> settings.add(at + name + "freezer.state=THAWED"));
        }
        return String.join(" ", settings);
    }

    private boolean has(String controller) {
        return facts.controlGroupV2(controller).isPresent()
                || facts.controlGroupV1(controller).isPresent();
    }
}
