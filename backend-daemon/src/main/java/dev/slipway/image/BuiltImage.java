package dev.slipway.image;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.snapshot.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An image that a build has made: the work tree of the default branch with all that its set-up, build and
/// tests left there. A session that starts from it brings its work tree up to its own branch by git.
/// @param recipe      a digest over all that decides what its build did
/// @param onCreate    a digest over what is done only once: a build with another one can't start from this
///     image
/// @param layers      the newest first
/// @param environment for every program in a sandbox that starts from it
/// @param postStart   what to run there when a session starts
/// @param ports       that the repository says are of interest
public record BuiltImage(
        ImageId id,
        RepositoryId repository,
        CommitId commit,
        String recipe,
        String onCreate,
        List<LayerId> layers,
        Instant taken,
        Map<String, String> environment,
        List<Step> postStart,
        List<Integer> ports) {
    public BuiltImage {
        layers = List.copyOf(layers);
        environment = Map.copyOf(environment);
        postStart = List.copyOf(postStart);
        ports = List.copyOf(ports);
    }

    /// The same, by other names of its layers.
    BuiltImage of(List<LayerId> others) {
        return new BuiltImage(id, repository, commit, recipe, onCreate, others, taken, environment, postStart, ports);
    }

    public Snapshot snapshot() {
        return new Snapshot(layers, taken);
    }

    /// A sandbox that starts from this image.
    /// @param like all else
    public SandboxSpec start(SandboxSpec like) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(like.environment());
        return like.withLayers(layers).withEnvironment(variables);
    }
}
