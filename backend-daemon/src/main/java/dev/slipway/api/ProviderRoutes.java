package dev.slipway.api;

import dev.slipway.llm.ModelSettings;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.ProviderCalls;
import dev.slipway.model.wire.ProviderCalls.TrialResult;
import java.util.List;

/// Model providers and their keys. What takes a key is never kept to be repeated.
final class ProviderRoutes {
    private final ModelSettings settings;

    ProviderRoutes(ModelSettings settings) {
        this.settings = settings;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(ProviderCalls.LIST, call -> settings.list()),
                Route.of(ProviderCalls.ADD, call -> settings.add(call.body())).is(Route.Trait.SECRET),
                Route.of(ProviderCalls.CHANGE, call -> settings.change(name(call), call.body())),
                Route.of(ProviderCalls.REMOVE, this::remove),
                Route.of(
                        ProviderCalls.SET_KEY,
                        call -> settings.keepKey(name(call), call.body().key())),
                Route.of(ProviderCalls.REMOVE_KEY, this::removeKey),
                Route.of(ProviderCalls.TRY, this::attempt).is(Route.Trait.SECRET),
                Route.of(
                        ProviderCalls.SET_STANDARD,
                        call -> settings.choose(call.body().model())));
    }

    private Endpoint.Nothing remove(Call<Endpoint.Nothing> call) {
        settings.remove(name(call));
        return new Endpoint.Nothing();
    }

    private Endpoint.Nothing removeKey(Call<Endpoint.Nothing> call) {
        settings.forgetKey(name(call));
        return new Endpoint.Nothing();
    }

    private TrialResult attempt(Call<ProviderCalls.KeyTrial> call) throws InterruptedException {
        return settings.attempt(name(call), call.body().key());
    }

    private static String name(Call<?> call) {
        return call.path("provider");
    }
}
