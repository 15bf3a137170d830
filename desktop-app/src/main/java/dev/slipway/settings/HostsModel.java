package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.HostCalls.HostList;
import dev.slipway.work.Work;
import java.util.HashMap;
import java.util.Map;

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
