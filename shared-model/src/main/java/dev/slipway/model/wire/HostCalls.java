package dev.slipway.model.wire;

import dev.slipway.model.fleet.HostLoad;
import java.util.List;
import java.util.Optional;

/// The computer on which sandboxes run.
public final class HostCalls {
    private HostCalls() {}

    /// What every sandbox gets.
    /// @param network `none`, `host` or `allow`
    /// @param allowed hosts, when `network` is `allow`
    public record SandboxRules(String network, List<String> allowed, int memoryMb, int processes, int cpus) {}

    /// @param system    such as `Linux 6.1 (amd64)`
    /// @param ready     whether it can have sandboxes; else `problem` says why not, if it is known yet
    /// @param isolation what keeps sandboxes apart, a sentence
    /// @param sandboxes how many there are
    public record HostState(
            String name,
            String system,
            boolean ready,
            String isolation,
            Optional<ProblemDetails> problem,
            int sandboxes,
            HostLoad load,
            SandboxRules rules) {}

    public static final Endpoint<Endpoint.Nothing, HostState> HOST =
            Endpoint.get("getHost", "/host", HostState.class, "Shows the computer on which sandboxes run.");
}
