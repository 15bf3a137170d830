package dev.slipway.api;

import dev.slipway.host.Host;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.fleet.ShownKey;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.ssh.HostKey;
import dev.slipway.ssh.SshAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The machines on which sandboxes run: added by a key that was accepted, cordoned, drained, removed.
final class HostRoutes {
    private final ApiServices.Fleet fleet;
    private final HostReport report;

    HostRoutes(ApiServices.Fleet fleet) {
        this.fleet = fleet;
        this.report = new HostReport(fleet);
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(HostCalls.LIST, this::list),
                Route.of(HostCalls.GET, call -> status(fleet.hosts().get(id(call)))),
                Route.of(HostCalls.SHOW_KEY, this::showKey),
                Route.of(HostCalls.ADD, this::add),
                Route.of(HostCalls.CHANGE, this::change),
                Route.of(HostCalls.LOOK, this::look),
                Route.of(HostCalls.PREPARE, this::prepare),
                Route.of(HostCalls.REMOVE, this::remove));
    }

    private HostCalls.HostList list(Call<Endpoint.Nothing> call) {
        return new HostCalls.HostList(
                fleet.hosts().all().stream().map(this::status).toList(),
                fleet.publicKey().get(),
                fleet.rules());
    }

    private ShownKey showKey(Call<HostCalls.ServerAddress> call) {
        HostKey key = fleet.hosts()
                .show(SshAddress.parse(call.body().address()), call.body().via().map(fleet.hosts()::way));
        return new ShownKey(key.type(), key.encoded(), key.fingerprint());
    }

    private HostStatus add(Call<HostCalls.NewHost> call) {
        // The key file must be there before the first login.
        var _ = fleet.publicKey().get();
        Host host = fleet.hosts().add(call.body());
        fleet.hosts().look(host.id());
        return status(host);
    }

    private HostStatus change(Call<HostCalls.HostChange> call) {
        Optional<SortedSet<String>> labels = call.body().labels().map(TreeSet::new);
        return status(fleet.hosts()
                .change(id(call), labels, call.body().capacity(), call.body().admission()));
    }

    private HostStatus look(Call<Endpoint.Nothing> call) {
        fleet.hosts().look(id(call));
        return status(fleet.hosts().get(id(call)));
    }

    private HostCalls.Prepared prepare(Call<HostCalls.Preparation> call) {
        Host.Preparation made = fleet.hosts().get(id(call)).prepare(call.body().install());
        return new HostCalls.Prepared(made.missing(), made.command(), made.done());
    }

    private Endpoint.Nothing remove(Call<Endpoint.Nothing> call) {
        HostId id = id(call);
        fleet.hosts().remove(id, fleet.pool().sandboxes(id), call.flag("force", false));
        return new Endpoint.Nothing();
    }

    private HostStatus status(Host host) {
        return report.of(host);
    }

    private static HostId id(Call<?> call) {
        return new HostId(call.path("host"));
    }
}
