package dev.slipway.pool;

import dev.slipway.host.Hosts;
import dev.slipway.image.BuildPlaces;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import java.util.Optional;

/// The hosts as places to build images: chosen as for a sandbox, so that builds come where the image before is.
public final class BuildSites implements BuildPlaces {
    private final SandboxPool pool;
    private final Hosts hosts;
    private final LayerCleaning cleaning;

    public BuildSites(SandboxPool pool, Hosts hosts, LayerCleaning cleaning) {
        this.pool = pool;
        this.hosts = hosts;
        this.cleaning = cleaning;
    }

    @Override
    public Place choose(RepositoryId repository, Optional<CommitId> commit) throws InterruptedException {
        SandboxPool.Placed placed = pool.place(Optional.empty(), repository, commit);
        Optional<Disk> disk = hosts.find(placed.host())
                .flatMap(host -> host.seen().load())
                .map(load -> new Disk(load.disk(), load.diskFree()));
        return new Place(placed.host(), placed.rooms().images(), disk);
    }

    @Override
    public void clean(HostId host) {
        cleaning.clean(host);
        hosts.look(host);
    }
}
