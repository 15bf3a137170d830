package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.wire.AccountCalls;
import dev.slipway.model.wire.AccountCalls.IssuedToken;
import dev.slipway.model.wire.AccountCalls.NewToken;
import dev.slipway.model.wire.AccountCalls.TokenList;
import dev.slipway.model.wire.AccountCalls.UserChange;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.ServerCalls.NewUser;
import dev.slipway.model.wire.ServerCalls.UserList;
import dev.slipway.model.wire.ServerCalls.UserWithToken;
import java.util.List;

/// The people who have an account, and their tokens.
final class UserRoutes {
    private final Users users;

    UserRoutes(Users users) {
        this.users = users;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(ServerCalls.ME, Call::caller),
                Route.of(ServerCalls.USERS, call -> new UserList(users.list())),
                Route.of(ServerCalls.ADD_USER, this::add).is(Route.Trait.SECRET),
                Route.of(AccountCalls.CHANGE_USER, this::change),
                Route.of(AccountCalls.REMOVE_USER, this::remove),
                Route.of(AccountCalls.ISSUE_FOR, this::issueFor).is(Route.Trait.SECRET),
                Route.of(AccountCalls.TOKENS, this::tokens),
                Route.of(AccountCalls.ISSUE, this::issue).is(Route.Trait.SECRET),
                Route.of(AccountCalls.REVOKE, this::revoke));
    }

    private UserWithToken add(Call<NewUser> call) {
        NewUser wanted = call.body();
        return users.add(
                wanted.id(), wanted.name(), wanted.email(), wanted.role().orElse(Role.MEMBER));
    }

    private User change(Call<UserChange> call) {
        return users.change(id(call), call.body());
    }

    private Endpoint.Nothing remove(Call<Endpoint.Nothing> call) {
        users.remove(id(call));
        return new Endpoint.Nothing();
    }

    private IssuedToken issueFor(Call<NewToken> call) {
        return users.issue(id(call), call.body());
    }

    private TokenList tokens(Call<Endpoint.Nothing> call) {
        return new TokenList(users.tokens(call.caller().id(), call.asking().token()));
    }

    private IssuedToken issue(Call<NewToken> call) {
        return users.issue(call.caller().id(), call.body());
    }

    private Endpoint.Nothing revoke(Call<Endpoint.Nothing> call) {
        users.revoke(call.caller().id(), call.path("token"));
        return new Endpoint.Nothing();
    }

    private static UserId id(Call<?> call) {
        return new UserId(call.path("user"));
    }
}
