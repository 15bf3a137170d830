package dev.slipway.api;

import dev.slipway.host.Host;
import dev.slipway.host.HostFacts;
import dev.slipway.host.HostSpec;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.ssh.HostKey;
import dev.slipway.ssh.SshAddress;

/// How hosts are, all told: what was found by looking at them, and what the sandboxes there make of it.
final class HostReport {
    private final ApiServices.Fleet fleet;

    HostReport(ApiServices.Fleet fleet) {
        this.fleet = fleet;
    }

    HostStatus of(Host host) {
        HostSpec spec = host.spec();
        Host.Seen seen = host.seen();
        return new HostStatus(
                spec.id(),
                spec.address().map(SshAddress::toString),
                spec.way().map(way -> way.address().toString()),
                spec.keyFile(),
                spec.root(),
                spec.labels(),
                spec.capacity(),
                spec.admission(),
                spec.key().map(HostKey::fingerprint),
                fleet.pool().condition(host),
                seen.problem().or(() -> fleet.pool().refusal(host.id())),
                seen.facts().map(HostFacts::kernel).map(kernel -> "Linux " + kernel),
                fleet.pool()
                        .known(spec.id())
                        .map(rooms -> rooms.sandboxes().isolation().says()),
                seen.missing(),
                fleet.pool().sandboxes(spec.id()),
                seen.load(),
                seen.latency(),
                seen.link(),
                seen.at());
    }

    /// Tells of each host, now and whenever it has been looked at or changed.
    void tellAll() {
        var _ = fleet.hosts().onChange(this::tell);
        fleet.hosts().all().forEach(this::tell);
    }

    /// One at a time, so that nobody is told last how a host was before.
    private synchronized void tell(Host host) {
        String about = "host " + host.id().value();
        if (fleet.hosts().find(host.id()).isEmpty()) {
            fleet.news().tellEnd(about, new FleetEvent.HostRemoved(host.id()));
        } else {
            fleet.news().tell(about, new FleetEvent.HostChanged(of(host)));
        }
    }
}
