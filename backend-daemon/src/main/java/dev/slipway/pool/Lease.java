package dev.slipway.pool;

import dev.slipway.image.BuiltImage;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.Sandbox;
import java.time.Duration;
import java.util.Optional;

/// A sandbox that its claimant has for itself.
/// @param commit what its work tree holds
/// @param image  that a build made, if it started from one that is still the newest
/// @param kind   how it was had
/// @param reason why that one, and on that host, in a few words
/// @param waited how long the claimant did
public record Lease(
        Sandbox sandbox,
        HostId host,
        Optional<CommitId> commit,
        Optional<BuiltImage> image,
        Kind kind,
        String reason,
        Duration waited) {
    public enum Kind {
        /// It was made ready while the prompt was being written.
        PREDICTED,
        /// It waited.
        HIT,
        /// It was made for the claim.
        MISS
    }
}
