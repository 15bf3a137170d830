package dev.slipway.api;

import dev.slipway.fleet.FleetNews;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.pool.Leases;
import java.util.LinkedHashSet;
import java.util.Set;

/// Tells how the warm pools are, each as it is when its turn comes: nobody who claims waits for it.
final class WarmReport {
    private final Leases leases;
    private final FleetNews news;
    private final Set<RepositoryId> changed = new LinkedHashSet<>();
    private boolean telling;

    WarmReport(Leases leases, FleetNews news) {
        this.leases = leases;
        this.news = news;
    }

    /// Tells of each, now and whenever it changes.
    void tellAll() {
        var _ = leases.onChange(this::note);
        leases.pools().forEach(pool -> note(pool.repository()));
    }

    private void note(RepositoryId repository) {
        synchronized (changed) {
            changed.add(repository);
            if (!telling) {
                telling = true;
                Thread.ofVirtual().name("warm pool news").start(this::tell);
            }
        }
    }

    private void tell() {
        while (true) {
            RepositoryId next;
            synchronized (changed) {
                if (changed.isEmpty()) {
                    telling = false;
                    return;
                }
                next = changed.iterator().next();
                changed.remove(next);
            }
            news.tell("warm pool " + next.value(), new FleetEvent.WarmPoolChanged(leases.pool(next)));
        }
    }
}
