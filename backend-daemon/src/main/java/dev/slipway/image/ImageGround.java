package dev.slipway.image;

import dev.slipway.git.Workspaces;
import dev.slipway.sandbox.SandboxSpec;
import java.util.Map;

/// What builds stand on.
/// @param template what the sandbox of a build is like
/// @param local    what repositories may ask for as `localEnv`: nothing that is not for everyone's eyes
public record ImageGround(
        ImageRegistry registry,
        BuildSecrets secrets,
        BuildPlaces places,
        Sources sources,
        Workspaces workspaces,
        SandboxSpec template,
        Map<String, String> local) {
    public ImageGround {
        local = Map.copyOf(local);
    }
}
