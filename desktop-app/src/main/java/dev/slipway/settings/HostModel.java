package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.HostCalls.HostState;
import dev.slipway.work.Work;
import java.util.Map;

/// The computer on which a server's sandboxes run.
final class HostModel {
    private final Remote<HostState> host;

    HostModel(Link link, Work work) {
        host = new Remote<>(work, () -> link.call(HostCalls.HOST, Map.of()));
    }

    void load() {
        host.load();
    }

    Remote<HostState> host() {
        return host;
    }
}
