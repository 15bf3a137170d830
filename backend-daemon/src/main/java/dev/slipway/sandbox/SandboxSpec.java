package dev.slipway.sandbox;

import java.util.List;
import java.util.Map;

/// What a sandbox is to be.
/// @param id          its name on the host
/// @param layers      what it starts from, the newest first, without [LayerId#BOTTOM]; empty for an empty
///     workspace
/// @param limits      what it may use
/// @param network     what it may reach
/// @param environment variables of every program in it, over the built-in ones (PATH, HOME, USER, LANG, TERM,
///     SHELL)
public record SandboxSpec(
        SandboxId id, List<LayerId> layers, Limits limits, NetworkPolicy network, Map<String, String> environment) {
    public SandboxSpec {
        layers = List.copyOf(layers);
        environment = Map.copyOf(environment);
        environment.keySet().forEach(EnvironmentName::check);
    }

    /// Empty, with the default limits and no network.
    public static SandboxSpec of(SandboxId id) {
        return new SandboxSpec(id, List.of(), Limits.DEFAULT, NetworkPolicy.NONE, Map.of());
    }

    public SandboxSpec withId(SandboxId other) {
        return new SandboxSpec(other, layers, limits, network, environment);
    }

    public SandboxSpec withLayers(List<LayerId> others) {
        return new SandboxSpec(id, others, limits, network, environment);
    }

    public SandboxSpec withLimits(Limits others) {
        return new SandboxSpec(id, layers, others, network, environment);
    }

    public SandboxSpec withNetwork(NetworkPolicy other) {
        return new SandboxSpec(id, layers, limits, other, environment);
    }

    public SandboxSpec withEnvironment(Map<String, String> others) {
        return new SandboxSpec(id, layers, limits, network, others);
    }
}
