package dev.slipway.api;

import static dev.slipway.api.RunningServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.wire.AccountCalls.AccessToken;
import dev.slipway.model.wire.AccountCalls.IssuedToken;
import dev.slipway.model.wire.AccountCalls.TokenList;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Accounts and tokens, and that who is removed is out at once.
final class AccountsOverHttpTest {
    private static final int POLICY = 1008;

    @RegisterExtension
    final RunningServer server = new RunningServer();

    private HttpResponse<String> send(String method, String path, String json, String token) throws Exception {
        return server.send(HttpRequest.newBuilder(server.uri("/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
    }

    private SocketClient socket(String token) throws InterruptedException {
        SocketClient client = new SocketClient(server, builder -> builder.header("Authorization", "Bearer " + token));
        client.next(ServerFrame.Hello.class);
        return client;
    }

    @Test
    void onesOwnTokenIsMadeListedAndRevokedAndItsSocketClosesAlone() throws Exception {
        String bob = server.tokenOf("bob", Role.VIEWER);
        HttpResponse<String> made = send("POST", "/me/tokens", "{\"name\":\"Laptop\",\"days\":30}", bob);
        assertThat(made.statusCode()).isEqualTo(201);
        IssuedToken laptop = Json.read(made.body(), IssuedToken.class);

        TokenList list =
                Json.read(send("GET", "/me/tokens", "", laptop.secret()).body(), TokenList.class);
        assertThat(list.tokens()).hasSize(2);
        assertThat(list.tokens())
                .filteredOn(AccessToken::current)
                .extracting(AccessToken::name)
                .containsExactly("Laptop");

        try (SocketClient revoked = socket(laptop.secret());
                SocketClient other = socket(bob)) {
            assertThat(send("DELETE", "/me/tokens/" + laptop.token().id(), "", bob)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(revoked.closeCode()).isEqualTo(POLICY);
            other.send("{\"type\":\"Ping\",\"nonce\":\"n\"}");
            assertThat(other.next(ServerFrame.Pong.class).nonce()).isEqualTo("n");
        }
        assertThat(send("GET", "/me", "", laptop.secret()).statusCode()).isEqualTo(401);
    }

    @Test
    void aRemovedPersonsSocketsCloseAtOnceAndTheirTokenIsUnknown() throws Exception {
        String bob = server.tokenOf("bob", Role.MEMBER);
        try (SocketClient client = socket(bob)) {
            assertThat(send("DELETE", "/users/bob", "", server.token()).statusCode())
                    .isEqualTo(204);

            assertThat(client.closeCode()).isEqualTo(POLICY);
        }
        assertThat(send("GET", "/me", "", bob).statusCode()).isEqualTo(401);
        assertThat(server.get("/api/v1/users").body()).doesNotContain("bob");
    }

    @Test
    void aNewRoleHoldsAtOnceAndWhoHasItComesBack() throws Exception {
        String bob = server.tokenOf("bob", Role.ADMIN);
        try (SocketClient client = socket(bob)) {
            HttpResponse<String> changed = send("PATCH", "/users/bob", "{\"role\":\"VIEWER\"}", server.token());
            assertThat(Json.read(changed.body(), User.class).role()).isEqualTo(Role.VIEWER);

            assertThat(client.closeCode()).isEqualTo(POLICY);
        }
        assertThat(problem(send("DELETE", "/users/ada", "", bob)).code()).isEqualTo("role-too-low");
        socket(bob).close();
    }

    @Test
    void anAdminMakesATokenForWhoLostTheirs() throws Exception {
        server.tokenOf("bob", Role.MEMBER);

        HttpResponse<String> made = send("POST", "/users/bob/tokens", "{\"name\":\"New\"}", server.token());

        String token = Json.read(made.body(), IssuedToken.class).secret();
        assertThat(Json.read(send("GET", "/me", "", token).body(), User.class)
                        .id()
                        .value())
                .isEqualTo("bob");
    }

    @Test
    void nobodyTakesTheOwnersPlace() throws Exception {
        String eve = server.tokenOf("eve", Role.ADMIN);

        assertThat(problem(send("DELETE", "/users/ada", "", eve)).code()).isEqualTo("owner-stays");
        assertThat(problem(send("PATCH", "/users/ada", "{\"role\":\"VIEWER\"}", eve))
                        .code())
                .isEqualTo("owner-is-admin");
        assertThat(problem(send("DELETE", "/users/nobody", "", eve)).code()).isEqualTo("unknown-user");
    }
}
