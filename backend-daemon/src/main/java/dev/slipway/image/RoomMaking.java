package dev.slipway.image;

import dev.slipway.image.BuildPlaces.Place;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.sandbox.LayerId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Forgets images of a host whose disk is too full, as [DiskQuota] decides.
final class RoomMaking {
    private RoomMaking() {}

    /// @param missing bytes that the disk lacks; 0 or less if it lacks none
    static DiskQuota.Decision on(Place place, ImageRegistry registry, long missing, RepositoryId spared) {
        if (missing <= 0) {
            return DiskQuota.Decision.NOTHING;
        }
        List<BuiltImage> images = registry.on(place.host());
        Set<LayerId> layers = new HashSet<>();
        images.forEach(image -> layers.addAll(image.layers()));
        Map<LayerId, Long> sizes = place.images().sizes(layers);
        List<DiskQuota.Held> held = images.stream()
                .map(image -> new DiskQuota.Held(
                        image.id(),
                        image.repository(),
                        registry.used(image.repository()).orElse(Instant.EPOCH),
                        image.layers()))
                .toList();
        DiskQuota.Decision decision =
                DiskQuota.of(missing, held, sizes, place.images().layersOfSandboxes(), spared);
        images.stream()
                .filter(image -> decision.drop().contains(image.id()))
                .forEach(image -> registry.forget(image, place.host()));
        return decision;
    }
}
