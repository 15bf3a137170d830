package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.Pin;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.problem.Problem;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Decides who may ask: the name by which the server is addressed, the web page that asks, and the token.
final class Access {
    /// A browser's WebSocket can't set headers; it can name subprotocols.
    static final String TOKEN_SUBPROTOCOL = "bearer.";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final ApiSettings settings;
    private final Users users;
    private final FailedLogins failures;

    Access(ApiSettings settings, Users users, InstantSource clock) {
        this.settings = settings;
        this.users = users;
        this.failures = new FailedLogins(clock);
    }

    /// Refuses a request that is addressed to some other name: the mark of a web page that had a name of its own
    /// point
    /// here, to get around the browser's same-origin rule.
    void checkHost(Request request) {
        String host = hostOf(request.getHeaders().get(HttpHeader.HOST));
        boolean known = LOOPBACK.contains(host)
                || settings.hostNames().contains(host)
                || host.equals(localAddress(request))
                || host.equals("[" + localAddress(request) + "]");
        if (!known) {
            throw Refusal.of(
                            421,
                            "unknown-host",
                            "This server does not go by that name",
                            "The request's Host header names a host that is not configured here.")
                    .remedy("Use the address that Slipway printed at its start, or add the name to `hosts` in the"
                            + " configuration.");
        }
    }

    /// The request's web origin, if it has one.
    /// @throws Refusal if that origin may not call
    Optional<String> checkOrigin(Request request) {
        Optional<String> origin = Optional.ofNullable(request.getHeaders().get(HttpHeader.ORIGIN));
        if (origin.isPresent() && !settings.origins().contains(origin.get())) {
            throw Refusal.of(
                            403,
                            "origin-not-allowed",
                            "Pages of this site may not call this server",
                            "The request's Origin is not among the allowed ones.")
                    .remedy("Add it to `origins` in the configuration if you trust that site.");
        }
        return origin;
    }

    /// Whose `Authorization: Bearer …` this is.
    User require(Request request, Role least) {
        return requirePass(request, least).user();
    }

    /// The same, with the token that let them in.
    Users.Pass requirePass(Request request, Role least) {
        return require(request, bearer(request), least);
    }

    /// Whether a pass still lets the same person in.
    boolean holds(Users.Pass pass) {
        return users.holds(pass);
    }

    /// Calls the listener when anyone's pass may have ended.
    Pin onChange(Runnable listener) {
        return users.onChange(listener);
    }

    /// Whose token the socket's request has, in its header or as a subprotocol.
    Users.Pass requireOfSocket(Request request, Role least) {
        Optional<String> token =
                bearer(request).or(() -> subprotocol(request).map(text -> text.substring(TOKEN_SUBPROTOCOL.length())));
        return require(request, token, least);
    }

    /// Whose token git has sent: as the password of `Basic` with any user name, or as `Bearer`.
    User requireOfGit(Request request, Role least) {
        return require(request, bearer(request).or(() -> basicPassword(request)), least)
                .user();
    }

    /// The subprotocol that carries a token, to be repeated in the answer.
    static Optional<String> subprotocol(Request request) {
        return request.getHeaders().getCSV("Sec-WebSocket-Protocol", false).stream()
                .filter(name -> name.startsWith(TOKEN_SUBPROTOCOL))
                .findFirst();
    }

    private Users.Pass require(Request request, Optional<String> token, Role least) {
        Optional<Users.Pass> pass = token.flatMap(users::pass);
        if (pass.isEmpty()) {
            throw failures.refusal(remoteAddress(request), token.isPresent());
        }
        User user = pass.get().user();
        if (!user.role().covers(least)) {
            throw Problem.forbidden(
                            "role-too-low",
                            "You may not do this",
                            "This needs the role " + least + "; " + user.id().value() + " is " + user.role() + ".")
                    .withRemedy("Ask an admin for that role.")
                    .toException();
        }
        return pass.get();
    }

    private static Optional<String> bearer(Request request) {
        return credentials(request, "Bearer ");
    }

    private static Optional<String> basicPassword(Request request) {
        return credentials(request, "Basic ").flatMap(text -> {
            try {
                String pair = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
                return Optional.of(pair.substring(pair.indexOf(':') + 1));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> credentials(Request request, String scheme) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()).strip());
    }

    private static String hostOf(@Nullable String header) {
        String text = header == null ? "" : header.toLowerCase(Locale.ROOT).strip();
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        return end > 0 ? text.substring(0, end) : text;
    }

    private static String localAddress(Request request) {
        return request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress address
                ? withoutZone(address)
                : "";
    }

    private static String remoteAddress(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? withoutZone(address)
                : "";
    }

    private static String withoutZone(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        return Arrays.asList(text.split("%", 2)).getFirst();
    }
}
