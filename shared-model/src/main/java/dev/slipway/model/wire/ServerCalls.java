package dev.slipway.model.wire;

import static dev.slipway.model.wire.Endpoint.Parameter.Type.TEXT;

import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.statistics.Statistics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The server itself, its users, models and statistics.
public final class ServerCalls {
    private ServerCalls() {}

    /// @param status  `ok`, or `degraded` when something a session needs is missing
    /// @param started when the daemon started
    /// @param checks  what was looked at
    public record Health(String status, String version, Instant started, List<Check> checks) {}

    /// @param detail what is so; what to do when it is not `ok`
    public record Check(String name, boolean ok, String detail) {}

    /// @param role  `MEMBER` unless given
    public record NewUser(UserId id, String name, String email, Optional<Role> role) {}

    /// @param token shown this once
    public record UserWithToken(User user, String token) {}

    public record UserList(List<User> users) {}

    /// @param usable whether it has what it needs, such as a key; else `note` says what is missing
    public record Model(ModelName name, String provider, boolean rehearsal, boolean usable, Optional<String> note) {}

    /// @param chosen the model of a session that names none
    public record ModelList(List<Model> models, Optional<ModelName> chosen) {}

    public static final Endpoint<Endpoint.Nothing, Health> HEALTH = Endpoint.get(
            "getHealth", "/health", Health.class, "Says whether the daemon can do its work; needs no token.");
    public static final Endpoint<Endpoint.Nothing, User> ME =
            Endpoint.get("getMe", "/me", User.class, "Shows whose token this is.");
    public static final Endpoint<Endpoint.Nothing, UserList> USERS =
            Endpoint.get("listUsers", "/users", UserList.class, "Lists users.");
    public static final Endpoint<NewUser, UserWithToken> ADD_USER = Endpoint.create(
                    "addUser", "/users", NewUser.class, UserWithToken.class, "Adds a user; the answer holds the token.")
            .by(Role.ADMIN);
    public static final Endpoint<Endpoint.Nothing, ModelList> MODELS =
            Endpoint.get("listModels", "/models", ModelList.class, "Lists the models of the configured providers.");
    public static final Endpoint<Endpoint.Nothing, Statistics> STATISTICS = Endpoint.get(
                    "getStatistics", "/statistics", Statistics.class, "Shows usage and merges over a period.")
            .with("from", TEXT, "Start, ISO 8601; by default 30 days before `to`.")
            .with("to", TEXT, "End, ISO 8601; by default now.");
}
