package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.account.Role;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.ServerCalls.Health;
import dev.slipway.model.wire.ServerCalls.NewUser;
import dev.slipway.model.wire.ServerCalls.UserList;
import dev.slipway.model.wire.ServerCalls.UserWithToken;
import java.time.Instant;
import java.util.List;

/// The server itself and its users.
final class ServerRoutes {
    private final ApiSettings settings;
    private final Users users;
    private final Instant started;

    ServerRoutes(ApiSettings settings, ApiServices services) {
        this.settings = settings;
        this.users = services.users();
        this.started = services.clock().instant();
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(ServerCalls.HEALTH, this::health).is(Route.Trait.OPEN),
                Route.of(ServerCalls.ME, Call::caller),
                Route.of(ServerCalls.USERS, call -> new UserList(users.list())),
                Route.of(ServerCalls.ADD_USER, this::addUser).is(Route.Trait.SECRET));
    }

    private Health health(Call<Endpoint.Nothing> call) {
        return new Health("ok", settings.version(), started, List.of());
    }

    private UserWithToken addUser(Call<NewUser> call) {
        NewUser wanted = call.body();
        return users.add(
                wanted.id(), wanted.name(), wanted.email(), wanted.role().orElse(Role.MEMBER));
    }
}
