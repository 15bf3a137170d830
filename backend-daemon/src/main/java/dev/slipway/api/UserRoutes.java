package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.account.Role;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.ServerCalls.NewUser;
import dev.slipway.model.wire.ServerCalls.UserList;
import dev.slipway.model.wire.ServerCalls.UserWithToken;
import java.util.List;

/// The people who have an account.
final class UserRoutes {
    private final Users users;

    UserRoutes(Users users) {
        this.users = users;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(ServerCalls.ME, Call::caller),
                Route.of(ServerCalls.USERS, call -> new UserList(users.list())),
                Route.of(ServerCalls.ADD_USER, this::add).is(Route.Trait.SECRET));
    }

    private UserWithToken add(Call<NewUser> call) {
        NewUser wanted = call.body();
        return users.add(
                wanted.id(), wanted.name(), wanted.email(), wanted.role().orElse(Role.MEMBER));
    }
}
