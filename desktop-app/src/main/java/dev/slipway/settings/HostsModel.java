package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.Pin;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.HostCalls.HostList;
import dev.slipway.work.Work;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.application.Platform;

/// The machines on which a server's sandboxes run, what is being changed about each, and one to be added.
final class HostsModel {
    private final Link link;
    private final Work work;
    private final Me me;
    private final Remote<HostList> list;
    private final Map<HostId, HostForm> forms = new HashMap<>();
    private final NewHostForm adding;

    HostsModel(Link link, Work work, Me me) {
        this.link = link;
        this.work = work;
        this.me = me;
        list = new Remote<>(work, () -> link.call(HostCalls.LIST, Map.of()));
        list.value()
                .subscribe(known -> known.ifPresent(all -> forms.keySet()
                        .retainAll(all.hosts().stream().map(HostStatus::id).toList())));
        adding = new NewHostForm(link, work, this::taken, list::renew);
    }

    void load() {
        list.load();
    }

    /// Follows how the hosts are, while somebody looks.
    Pin follow() {
        return link.followFleet((events, all) -> Platform.runLater(() -> take(events, all)));
    }

    private void take(List<FleetEvent> events, boolean all) {
        Map<HostId, HostStatus> now = new TreeMap<>(Comparator.comparing(HostId::value));
        HostList known = list.value().get().orElse(null);
        if (known == null) {
            return;
        }
        // The server's own machine is always there: who does not name it tells nothing of hosts.
        boolean anew = all && events.stream().anyMatch(FleetEvent.HostChanged.class::isInstance);
        if (!anew) {
            known.hosts().forEach(host -> now.put(host.id(), host));
        }
        for (FleetEvent event : events) {
            switch (event) {
                case FleetEvent.HostChanged changed -> now.put(changed.host().id(), changed.host());
                case FleetEvent.HostRemoved removed -> now.remove(removed.host());
                default -> {}
            }
        }
        HostList next = new HostList(List.copyOf(now.values()), known.publicKey(), known.rules());
        if (!next.equals(known)) {
            list.value().set(Optional.of(next));
        }
    }

    HostForm form(HostId host) {
        return forms.computeIfAbsent(host, id -> new HostForm(id, link, work, list::renew));
    }

    /// Whether a host has that id.
    private boolean taken(String id) {
        return list.value().get().stream()
                .flatMap(known -> known.hosts().stream())
                .anyMatch(host -> host.id().value().equals(id));
    }

    Me me() {
        return me;
    }

    Remote<HostList> list() {
        return list;
    }

    NewHostForm adding() {
        return adding;
    }
}
