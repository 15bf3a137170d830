package dev.slipway.api;

import dev.slipway.fleet.FleetNews;
import dev.slipway.forge.Forge;
import dev.slipway.forge.Repositories;
import dev.slipway.forge.local.GitHttp;
import dev.slipway.host.Hosts;
import dev.slipway.identity.Users;
import dev.slipway.image.ImageBuilds;
import dev.slipway.llm.ModelSettings;
import dev.slipway.llm.Models;
import dev.slipway.model.wire.HostCalls.SandboxRules;
import dev.slipway.model.wire.ServerCalls.Check;
import dev.slipway.pool.Leases;
import dev.slipway.pool.SandboxPool;
import dev.slipway.session.Sessions;
import dev.slipway.sqlite.Database;
import dev.slipway.statistics.StatisticsBook;
import dev.slipway.tunnel.Tunnels;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What the server gives access to.
public record ApiServices(
        Ground ground,
        Sessions sessions,
        Repositories repositories,
        Forge forge,
        GitHttp git,
        StatisticsBook statistics,
        Fleet fleet,
        Server server) {

    /// What every request needs.
    /// @param database for the server's own: what was answered to an idempotency key
    /// @param metrics  to which everyone adds who has figures to show
    public record Ground(Database database, Users users, Metrics metrics, InstantSource clock) {}

    /// The machines on which sandboxes run.
    /// @param leases    what waits before anyone asks
    /// @param publicKey the line by which they let the daemon in
    /// @param rules     what every sandbox gets
    /// @param news      what clients follow of all this
    /// @param tunnels   of people into sandboxes
    public record Fleet(
            Hosts hosts,
            SandboxPool pool,
            Leases leases,
            Supplier<String> publicKey,
            SandboxRules rules,
            FleetNews news,
            ImageBuilds images,
            Tunnels tunnels) {}

    /// What the server says of itself.
    /// @param settings what admins change of the models
    /// @param checks   whether what sessions need is there; asked at each `/health`, so it must be quick
    public record Server(Models models, ModelSettings settings, Supplier<List<Check>> checks) {}
}
