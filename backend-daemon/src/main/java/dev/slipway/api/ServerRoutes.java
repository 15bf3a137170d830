package dev.slipway.api;

import dev.slipway.llm.Models;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.statistics.Statistics;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.ServerCalls.Check;
import dev.slipway.model.wire.ServerCalls.Health;
import dev.slipway.model.wire.ServerCalls.Model;
import dev.slipway.model.wire.ServerCalls.ModelList;
import dev.slipway.statistics.StatisticsBook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The server itself, its models and statistics.
final class ServerRoutes {
    private static final Duration USUAL_PERIOD = Duration.ofDays(30);
    private static final String REHEARSAL = "rehearsal";

    private final ApiSettings settings;
    private final ApiServices.Server server;
    private final StatisticsBook statistics;
    private final InstantSource clock;
    private final Instant started;

    ServerRoutes(ApiSettings settings, ApiServices.Server server, StatisticsBook statistics, InstantSource clock) {
        this.settings = settings;
        this.server = server;
        this.statistics = statistics;
        this.clock = clock;
        this.started = clock.instant();
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(ServerCalls.HEALTH, this::health).is(Route.Trait.OPEN),
                Route.of(ServerCalls.MODELS, this::models),
                Route.of(ServerCalls.STATISTICS, this::statistics));
    }

    private Health health(Call<Endpoint.Nothing> call) {
        List<Check> checks = server.checks().get();
        String status = checks.stream().allMatch(Check::ok) ? "ok" : "degraded";
        return new Health(status, settings.version(), started, checks);
    }

    private ModelList models(Call<Endpoint.Nothing> call) {
        Models models = server.models();
        List<Model> offered = models.offered().stream().map(ServerRoutes::model).toList();
        return new ModelList(offered, models.standard().map(ModelName::new));
    }

    private static Model model(String name) {
        String provider = name.substring(0, name.indexOf('/'));
        return new Model(new ModelName(name), provider, provider.equals(REHEARSAL), true, Optional.empty());
    }

    private Statistics statistics(Call<Endpoint.Nothing> call) throws InterruptedException {
        Instant to = call.instant("to").orElseGet(clock::instant);
        Instant from = call.instant("from").orElseGet(() -> to.minus(USUAL_PERIOD));
        if (from.isAfter(to)) {
            throw Problem.invalid(
                            "malformed-period", "The period ends before it begins", from + " is after " + to + ".")
                    .toException();
        }
        return statistics.read(from, to);
    }
}
