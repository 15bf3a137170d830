package dev.slipway.model.wire;

import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One's own tokens; and, for admins, other people's accounts.
public final class AccountCalls {
    private AccountCalls() {}

    /// @param id      what it is revoked by; not secret
    /// @param current whether this request came with it
    /// @param fixed   whether it is the one in the owner's token file, which can't be revoked here
    public record AccessToken(
            String id, String name, Instant createdAt, Optional<Instant> expiresAt, boolean current, boolean fixed) {}

    public record TokenList(List<AccessToken> tokens) {}

    /// @param name what it is for, 1 to 100 characters
    /// @param days how long it holds, 1 to 3,650; without end unless given
    public record NewToken(String name, Optional<Integer> days) {}

    /// @param secret shown this once
    public record IssuedToken(AccessToken token, String secret) {
        @Override
        public String toString() {
            return "IssuedToken[" + token.id() + "]";
        }
    }

    /// What is to change; what is left out stays.
    public record UserChange(Optional<Role> role, Optional<String> name, Optional<String> email) {}

    public static final Endpoint<Endpoint.Nothing, TokenList> TOKENS =
            Endpoint.get("listMyTokens", "/me/tokens", TokenList.class, "Lists one's own tokens.");
    public static final Endpoint<NewToken, IssuedToken> ISSUE = Endpoint.create(
                    "issueMyToken",
                    "/me/tokens",
                    NewToken.class,
                    IssuedToken.class,
                    "Makes one more token for oneself; the answer holds it.")
            .by(Role.VIEWER);
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> REVOKE = Endpoint.delete(
                    "revokeMyToken", "/me/tokens/{token}", "Ends one of one's own tokens; its sockets close at once.")
            .by(Role.VIEWER);
    public static final Endpoint<UserChange, User> CHANGE_USER = Endpoint.patch(
                    "changeUser",
                    "/users/{user}",
                    UserChange.class,
                    User.class,
                    "Changes a person's role, name or address; holds at once.")
            .by(Role.ADMIN);
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> REMOVE_USER = Endpoint.delete(
                    "removeUser",
                    "/users/{user}",
                    "Removes a person: all tokens end, sockets close at once; what they did stays.")
            .by(Role.ADMIN);
    public static final Endpoint<NewToken, IssuedToken> ISSUE_FOR = Endpoint.create(
                    "issueToken",
                    "/users/{user}/tokens",
                    NewToken.class,
                    IssuedToken.class,
                    "Makes one more token for a person, who has lost theirs; the answer holds it.")
            .by(Role.ADMIN);
}
