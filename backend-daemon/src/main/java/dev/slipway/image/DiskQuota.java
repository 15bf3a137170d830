package dev.slipway.image;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.sandbox.LayerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which images of a host go when its disk is full, and whether a build may begin. Pure: what it says depends
/// on what it is given only.
final class DiskQuota {
    private DiskQuota() {}

    /// @param used when somebody last worked on the repository
    record Held(ImageId image, RepositoryId repository, Instant used, List<LayerId> layers) {}

    /// @param drop  images to forget
    /// @param freed bytes that this frees
    /// @param room  whether there is room for a build then
    record Decision(List<ImageId> drop, long freed, boolean room) {
        static final Decision NOTHING = new Decision(List.of(), 0, true);
    }

    /// The oldest images of the repositories that nobody used for longest go first. If not even all of them would
    /// make the room, none goes.
    /// @param missing bytes that the disk lacks; 0 or less if it lacks none
    /// @param images  all of the host
    /// @param sizes   bytes of each layer
    /// @param kept    layers that stay in any case: sandboxes or snapshots stand on them
    /// @param spared  the repository that is to be built: its images stay
    static Decision of(
            long missing, List<Held> images, Map<LayerId, Long> sizes, Set<LayerId> kept, RepositoryId spared) {
        if (missing <= 0) {
            return Decision.NOTHING;
        }
        Map<LayerId, Integer> holders = new HashMap<>();
        images.forEach(image -> image.layers().forEach(layer -> holders.merge(layer, 1, Integer::sum)));
        List<ImageId> drop = new ArrayList<>();
        long freed = 0;
        for (Held image : order(images, spared)) {
            if (freed >= missing) {
                break;
            }
            drop.add(image.image());
            for (LayerId layer : new HashSet<>(image.layers())) {
                if (holders.merge(layer, -1, Integer::sum) == 0 && !kept.contains(layer)) {
                    freed += sizes.getOrDefault(layer, 0L);
                }
            }
        }
        return freed >= missing ? new Decision(List.copyOf(drop), freed, true) : new Decision(List.of(), 0, false);
    }

    private static List<Held> order(List<Held> images, RepositoryId spared) {
        return images.stream()
                .filter(image -> !image.repository().equals(spared))
                .sorted(Comparator.comparing(Held::used)
                        .thenComparing(held -> held.repository().value())
                        .thenComparing(Held::image))
                .toList();
    }
}
