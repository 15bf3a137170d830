package dev.slipway.desktop;

import dev.slipway.link.TestServer;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostLink;
import dev.slipway.model.fleet.HostLoad;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.fleet.ShownKey;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.HostCalls.HostList;
import dev.slipway.model.wire.HostCalls.Prepared;
import dev.slipway.model.wire.HostCalls.SandboxRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The hosts of the pictures: the server itself, a busy one, and one that is gone.
final class SampleHosts {
    private static final String ISOLATION =
            "Each sandbox has processes, users, files and network of its own, with limits on memory and cores.";

    private SampleHosts() {}

    static void fill(TestServer server) {
        server.answer(HostCalls.LIST, (_, _) -> list(14));
        server.answer(
                HostCalls.SHOW_KEY,
                (_, _) -> new ShownKey(
                        "ssh-ed25519",
                        "AAAAC3NzaC1lZDI1NTE5AAAAIO0F3mN8sT2k7wXrYb5cVd1qLh9uGz4pJe6aKi0oBnMx",
                        "SHA256:q8bJmUeX0v3HcYk5T1nWdPzR7sLfGa2iOhKx9tVyEwM"));
        server.answer(
                HostCalls.PREPARE,
                (_, _) -> new Prepared(
                        List.of("rg", "perl"),
                        Optional.of("sudo apt-get install -y --no-install-recommends ripgrep perl-base"),
                        false));
    }

    /// @param sandboxes on the busy one
    static HostList list(int sandboxes) {
        return new HostList(
                List.of(gone(), busy(sandboxes), local()),
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIm5Zt0aCkQ2Zt1uD3oP0c8vVw4m7e9lq6yQ0J8bXs2k slipway",
                new SandboxRules("allow", List.of("repo.example.org"), 4_096, 2_048, 4));
    }

    /// The same as news.
    static FleetEvent[] news(int sandboxes) {
        return list(sandboxes).hosts().stream().map(FleetEvent.HostChanged::new).toArray(FleetEvent[]::new);
    }

    private static HostStatus local() {
        return new HostStatus(
                HostId.LOCAL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "/var/lib/slipway/sandboxes",
                new TreeSet<>(),
                0,
                Admission.CORDONED,
                Optional.empty(),
                HostCondition.READY,
                Optional.empty(),
                Optional.of("Linux 6.12.8"),
                Optional.of(ISOLATION),
                List.of(),
                1,
                Optional.of(new HostLoad(4, Optional.of(0.6), 16L << 30, 9L << 30, 200L << 30, 120L << 30)),
                Optional.of(Duration.ofMillis(3)),
                Optional.empty(),
                Optional.of(Sample.NOW));
    }

    private static HostStatus busy(int sandboxes) {
        return new HostStatus(
                new HostId("build-2"),
                Optional.of("slipway@build-2.example.org"),
                Optional.of("slipway@gateway.example.org"),
                Optional.empty(),
                "/home/slipway/.slipway",
                new TreeSet<>(List.of("gpu", "eu")),
                20,
                Admission.OPEN,
                Optional.of("SHA256:x"),
                HostCondition.READY,
                Optional.empty(),
                Optional.of("Linux 6.12.8"),
                Optional.of(ISOLATION),
                List.of("rg", "perl"),
                sandboxes,
                Optional.of(new HostLoad(16, Optional.of(12.4), 64L << 30, 21L << 30, 900L << 30, 61L << 30)),
                Optional.of(Duration.ofMillis(12)),
                Optional.of(new HostLink(HostLink.State.CLOSED, 2, 0, Optional.empty())),
                Optional.of(Sample.NOW));
    }

    private static HostStatus gone() {
        return new HostStatus(
                new HostId("build-1"),
                Optional.of("slipway@build-1.example.org:2222"),
                Optional.empty(),
                Optional.empty(),
                "/home/slipway/.slipway",
                new TreeSet<>(List.of("eu")),
                8,
                Admission.OPEN,
                Optional.of("SHA256:y"),
                HostCondition.UNREACHABLE,
                Optional.of(Problem.unavailable(
                                "host-unreachable",
                                "The host can't be reached over SSH",
                                "slipway@build-1.example.org:2222 gave no connection: No route to host.")
                        .withRemedy(
                                "Check that the machine runs, that `ssh slipway@build-1.example.org` gets there from"
                                        + " the daemon's computer, and that no firewall is between.")),
                Optional.of("Linux 6.1.0"),
                Optional.of(ISOLATION),
                List.of(),
                3,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new HostLink(HostLink.State.OPEN, 0, 41, Optional.of(Sample.NOW.plusSeconds(20)))),
                Optional.of(Sample.NOW.minus(Duration.ofMinutes(17))));
    }
}
