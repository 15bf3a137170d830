package dev.slipway.daemon;

import dev.slipway.model.fleet.WarmRule;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.HostCalls.SandboxRules;
import dev.slipway.pool.WarmSettings;
import dev.slipway.sandbox.Limits;
import dev.slipway.sandbox.NetworkPolicy;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.session.RoomRules;
import dev.slipway.snapshot.CopySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Turns what is configured of sandboxes into what `sandbox` speaks of.
final class SandboxConfig {
    private SandboxConfig() {}

    static SandboxSettings settings(Config.Sandbox config, Map<String, String> environment) {
        SandboxSettings standard = SandboxSettings.standard();
        List<Path> tools = new ArrayList<>(standard.toolDirectories());
        config.tools().forEach(tool -> tools.add(Path.of(tool)));
        return new SandboxSettings(
                config.unisolated() || "1".equals(environment.get("SLIPWAY_UNISOLATED")),
                tools,
                standard.javaHome(),
                standard.userId());
    }

    /// Whether sandboxes outlive the daemon.
    static boolean keeps(Map<String, String> environment) {
        return !"0".equals(environment.get("SLIPWAY_KEEP_SANDBOXES"));
    }

    /// Where copies of other hosts' snapshots are kept.
    static Optional<CopySettings> copies(Config.Sandbox config, Path directory) {
        atLeast("snapshot_copies_gb", config.snapshotCopiesGb(), 0);
        int gigabytes = config.snapshotCopiesGb().orElse(20);
        return gigabytes == 0 ? Optional.empty() : Optional.of(new CopySettings(directory, gigabytes * 1_000_000_000L));
    }

    /// How long a host may not answer until its sessions go on elsewhere.
    static Duration lostAfter(Config.Sandbox config) {
        atLeast("lost_after_seconds", config.lostAfterSeconds(), 1);
        return Duration.ofSeconds(config.lostAfterSeconds().orElse(60));
    }

    /// How long sessions keep their sandboxes.
    static RoomRules rooms(Config.Sandbox config) {
        atLeast("idle_after_minutes", config.idleAfterMinutes(), 1);
        return RoomRules.STANDARD.withIdleAfter(
                Duration.ofMinutes(config.idleAfterMinutes().orElse(30)));
    }

    /// How sandboxes are kept ready before anyone asks; `SLIPWAY_WARM=0` says that none are.
    static WarmSettings warm(Config.Warm config, Map<String, String> environment) {
        within("per_repository", config.perRepository(), 0, WarmRule.MOST);
        within("per_host", config.perHost(), 0, 1_000);
        within("max_age_minutes", config.maxAgeMinutes(), 1, 7 * 24 * 60);
        WarmSettings usual = WarmSettings.USUAL;
        return new WarmSettings(
                config.enabled() && !"0".equals(environment.get("SLIPWAY_WARM")),
                config.perRepository(),
                config.perHost(),
                Duration.ofMinutes(config.maxAgeMinutes()),
                usual.abandoned(),
                usual.fetch(),
                usual.pace());
    }

    private static void within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw Problem.invalid(
                            "malformed-warm-pool",
                            "Warm sandboxes are configured wrongly",
                            "warm." + key + " is " + value + ".")
                    .withRemedy("It is " + least + " to " + most + "; leave it out for the default.")
                    .toException();
        }
    }

    /// What every session's sandbox is like.
    static SandboxSpec template(Config.Sandbox config) {
        Limits limits = Limits.DEFAULT;
        atLeast("memory_mb", config.memoryMb(), 64);
        atLeast("cpus", config.cpus(), 1);
        atLeast("processes", config.processes(), 16);
        Limits configured = new Limits(
                config.memoryMb().isPresent() ? (long) config.memoryMb().getAsInt() << 20 : limits.memoryBytes(),
                config.cpus().isPresent() ? config.cpus().getAsInt() * 100 : limits.cpuPercent(),
                config.processes().orElse(limits.processes()),
                limits.openFiles(),
                limits.time());
        return SandboxSpec.of(new SandboxId("template")).withLimits(configured).withNetwork(network(config));
    }

    /// The same in the words of the API.
    static SandboxRules rules(Config.Sandbox config) {
        Limits limits = template(config).limits();
        return new SandboxRules(
                config.network(),
                config.network().equals("allow") ? List.copyOf(new TreeSet<>(config.allow())) : List.of(),
                (int) (limits.memoryBytes() >> 20),
                limits.processes(),
                limits.cpuPercent() / 100);
    }

    private static void atLeast(String key, OptionalInt value, int least) {
        if (value.orElse(least) < least) {
            throw Problem.invalid(
                            "malformed-limit",
                            "The sandboxes' limits are configured wrongly",
                            "sandbox." + key + " is " + value.getAsInt() + ".")
                    .withRemedy("It is at least " + least + "; leave it out for the default.")
                    .toException();
        }
    }

    private static NetworkPolicy network(Config.Sandbox config) {
        return switch (config.network()) {
            case "none" -> NetworkPolicy.NONE;
            case "host" -> NetworkPolicy.HOST;
            case "allow" -> new NetworkPolicy.AllowList(new TreeSet<>(config.allow()));
            default ->
                throw Problem.invalid(
                                "malformed-network",
                                "The sandboxes' network is configured wrongly",
                                "sandbox.network is \"" + config.network() + "\".")
                        .withRemedy("It is none, host or allow.")
                        .toException();
        };
    }
}
