package dev.slipway.api;

import dev.slipway.fleet.FleetNews;
import dev.slipway.model.wire.ServerFrame;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Follows the fleet for one subscription: how everything is, then whatever changes, gathered for a moment.
final class FleetFollower implements ClientSocket.Follower {
    private static final Duration GATHER = Duration.ofMillis(100);

    private final String name;
    private final FleetNews fleet;

    FleetFollower(String name, FleetNews fleet) {
        this.name = name;
        this.fleet = fleet;
    }

    @Override
    public void follow(Outbox out) throws InterruptedException, ClientGone {
        try (FleetNews.Follower news = fleet.follow()) {
            while (true) {
                out.send(new ServerFrame.Fleet(name, news.next()));
                LockSupport.parkNanos(GATHER.toNanos());
            }
        }
    }
}
