package dev.slipway.image;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Shipping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the image of a repository to a host on which sessions of it begin, from one that has it: in the
/// background, once at a time for each, only the layers that are missing there. Sessions start from a bare
/// checkout until it has arrived.
public final class ImageTravel {
    private static final Logger LOG = LoggerFactory.getLogger(ImageTravel.class);

    private record Way(RepositoryId repository, HostId to) {}

    private final ImageRegistry registry;
    private final Shipping shipping;
    private final Function<HostId, Optional<Sandboxes>> places;
    private final Set<Way> underWay = ConcurrentHashMap.newKeySet();

    /// @param places the sandboxes of a host that can be reached
    public ImageTravel(ImageRegistry registry, Shipping shipping, Function<HostId, Optional<Sandboxes>> places) {
        this.registry = registry;
        this.shipping = shipping;
        this.places = places;
    }

    /// Begins to bring a repository's newest image to a host, if another has one.
    public void begin(RepositoryId repository, HostId to) {
        Way way = new Way(repository, to);
        if (underWay.add(way)) {
            Thread.ofVirtual()
                    .name("image of " + repository.value() + " to " + to.value())
                    .start(() -> {
                        try {
                            bring(repository, to);
                        } catch (ProblemException e) {
                            LOG.warn(
                                    "The image of {} did not get to host {}: {}",
                                    repository.value(),
                                    to.value(),
                                    e.getMessage());
                        } catch (InterruptedException e) {
                            LOG.debug("The image of {} was not brought to host {}", repository.value(), to.value(), e);
                        } finally {
                            underWay.remove(way);
                        }
                    });
        }
    }

    private void bring(RepositoryId repository, HostId to) throws InterruptedException {
        Optional<Sandboxes> there = places.apply(to);
        for (ImageRegistry.Copy copy : registry.copies(repository)) {
            Optional<Sandboxes> from = places.apply(copy.host());
            if (from.isPresent() && there.isPresent() && !copy.host().equals(to)) {
                List<LayerId> layers = shipping.bring(copy.image().layers(), from.get(), there.get());
                registry.arrived(copy.image(), to, layers);
                LOG.info(
                        "Image {} of {} was brought from host {} to {}",
                        copy.image().id().value(),
                        repository.value(),
                        copy.host().value(),
                        to.value());
                return;
            }
        }
    }
}
