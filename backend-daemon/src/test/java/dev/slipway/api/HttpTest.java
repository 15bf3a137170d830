package dev.slipway.api;

import static dev.slipway.api.RunningServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.account.Role;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerCalls;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpTest {
    private static final String NEW_USER = "{\"id\":\"bob\",\"name\":\"Bob\",\"email\":\"bob@example.org\"}";

    @RegisterExtension
    final RunningServer server = new RunningServer(
            ApiSettings.usual("1.2.3").withHostNames(Set.of("slipway.test")).withOrigins(Set.of("https://good.test")));

    @Test
    void healthNeedsNoToken() throws Exception {
        for (String path : new String[] {"/health", "/api/v1/health"}) {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(path)));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(Json.read(response.body(), ServerCalls.Health.class).version())
                    .isEqualTo("1.2.3");
        }
    }

    @Test
    void everythingElseNeedsAToken() throws Exception {
        for (String path : new String[] {"/api/v1/me", "/api/v1/users", "/metrics", "/api/v1/socket"}) {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(path)));

            assertThat(response.statusCode()).as(path).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(problem(response).code()).isEqualTo("token-missing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "..%2f..%2fetc", "%2e%2e", "%00", "%ff", "a%5cb", ";x", "%zz"})
    void whoIsRefusedIsToldWhetherTheConnectionGoesOn(String id) throws Exception {
        String answers = server.raw("PATCH /api/v1/users/" + id + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                + "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answers).startsWith("HTTP/1.1 40");
        String first = answers.substring(0, answers.indexOf("\r\n\r\n"));
        assertThat(first.contains("Connection: close") || answers.contains("HTTP/1.1 200 "))
                .as(answers)
                .isTrue();
    }

    @Test
    void aTokenIsNotTakenFromTheAddress() throws Exception {
        HttpResponse<String> response =
                server.send(HttpRequest.newBuilder(server.uri("/api/v1/me?token=" + server.token())));

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongTokenIsRefusedWithoutRepeatingIt() throws Exception {
        HttpResponse<String> response = server.send(
                HttpRequest.newBuilder(server.uri("/api/v1/me")).header("Authorization", "Bearer slipway_guess"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(problem(response).code()).isEqualTo("unknown-token");
        assertThat(response.body()).doesNotContain("slipway_guess");
    }

    @Test
    void whoGuessesTooOftenIsToldToWaitAndAGoodTokenStillPasses() throws Exception {
        int status = 401;
        for (int i = 0; i <= 61 && status == 401; i++) {
            status = server.send(HttpRequest.newBuilder(server.uri("/api/v1/me")))
                    .statusCode();
        }

        assertThat(status).isEqualTo(429);
        assertThat(server.get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void aViewerMayReadAndNotAddUsers() throws Exception {
        String viewer = server.tokenOf("vera", Role.VIEWER);
        HttpRequest.Builder read =
                HttpRequest.newBuilder(server.uri("/api/v1/users")).header("Authorization", "Bearer " + viewer);
        HttpRequest.Builder add = HttpRequest.newBuilder(server.uri("/api/v1/users"))
                .header("Authorization", "Bearer " + viewer)
                .POST(HttpRequest.BodyPublishers.ofString(NEW_USER));

        assertThat(server.send(read).statusCode()).isEqualTo(200);
        assertThat(server.send(add).statusCode()).isEqualTo(403);
    }

    @Test
    void anAddedUserGetsATokenThatWorks() throws Exception {
        HttpResponse<String> response = server.post("/api/v1/users", NEW_USER);

        assertThat(response.statusCode()).isEqualTo(201);
        String token =
                Json.read(response.body(), ServerCalls.UserWithToken.class).token();
        HttpResponse<String> me = server.send(
                HttpRequest.newBuilder(server.uri("/api/v1/me")).header("Authorization", "Bearer " + token));
        assertThat(me.body()).contains("\"id\":\"bob\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.test", "evil.test:80", "127.0.0.1.evil.test", "", "[::1", "localhost.evil.test:7475"})
    void aNameThatIsNotOursIsRefused(String host) throws Exception {
        String answer = server.raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 4(00|21) ").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:7475", "[::1]:7475", "slipway.test"})
    void ourNamesAreTaken(String host) throws Exception {
        String answer = server.raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void pagesOfOtherSitesMayNotCall() throws Exception {
        assertThat(server.send(server.request("/api/v1/me").header("Origin", "https://evil.test"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send(server.request("/api/v1/me").header("Origin", "null"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void pagesOfAnAllowedSiteMayCallAndReadTheAnswer() throws Exception {
        HttpResponse<String> response = server.send(server.request("/api/v1/me").header("Origin", "https://good.test"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("https://good.test");
    }

    @Test
    void anUnknownAddressIsAProblemAndNotAPage() throws Exception {
        HttpResponse<String> response = server.get("/api/v1/nothing");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(problem(response).code()).isEqualTo("no-such-address");
    }

    @Test
    void aMethodThatDoesNotFitIsToldWhichWould() throws Exception {
        HttpResponse<String> response =
                server.send(server.request("/api/v1/users").DELETE());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, POST, HEAD, OPTIONS");
    }

    @Test
    void optionsTellsTheMethods() throws Exception {
        HttpResponse<String> response =
                server.send(server.request("/api/v1/users").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Allow")).contains("GET, POST, HEAD, OPTIONS");
    }

    @Test
    void headIsAGetWithoutItsBody() throws Exception {
        HttpResponse<String> get = server.get("/api/v1/me");
        HttpResponse<String> head = server.send(server.request("/api/v1/me").HEAD());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        String tag = server.get("/api/v1/me").headers().firstValue("ETag").orElseThrow();

        assertThat(server.send(server.request("/api/v1/me").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
        assertThat(server.send(server.request("/api/v1/me").header("If-None-Match", "\"other\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "[]", "{\"id\":\"bob\"", "{} {}", "null", "{\"id\":\"bob\\u0000\"}", ""})
    void malformedJsonSaysWhereItIsWrong(String json) throws Exception {
        HttpResponse<String> response = server.post("/api/v1/users", json);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(problem(response).detail()).isNotBlank();
    }

    @Test
    void jsonNestedWithoutEndIsRefused() throws Exception {
        HttpResponse<String> response = server.post("/api/v1/users", "[".repeat(100_000));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void aMisspeltPropertyIsNamed() throws Exception {
        HttpResponse<String> response = server.post("/api/v1/users", NEW_USER.replace("}", ",\"roel\":\"ADMIN\"}"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(problem(response).detail()).contains("roel");
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() throws Exception {
        HttpResponse<String> response = server.send(server.request("/api/v1/users")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        NEW_USER.replace("Bob", "B\u00f6b").getBytes(StandardCharsets.ISO_8859_1))));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(problem(response).code()).isEqualTo("malformed-utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"})
    void anotherMediaTypeIsRefused(String type) throws Exception {
        HttpResponse<String> response = server.send(server.request("/api/v1/users")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(NEW_USER)));

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedUnread() throws IOException {
        String answer = server.raw(head("POST", "/api/v1/users") + "Content-Length: 99999999999\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("body-too-large");
    }

    @Test
    void aBodyWithoutALengthIsCountedAsItComes() throws IOException {
        int tooMuch = (1 << 20) + 1;
        // Nothing more than the byte too many: a client that still sends may miss the answer.
        String answer = server.raw(head("POST", "/api/v1/users") + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(tooMuch) + "\r\n" + "x".repeat(tooMuch));

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("body-too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/../v1/me",
                "/api/v1/%2e%2e/me",
                "/api/v1/users%2f..",
                "/api/v1/me%00",
                "/api/v1/m%0ae",
                "/api/v1/%ff%fe",
                "/api/v1/me%zz",
                "/api/v1/m%5ce",
                "/api/v1/%c0%ae%c0%ae/me"
            })
    void anAmbiguousPathIsRefused(String path) throws IOException {
        String answer = server.raw(head("GET", path) + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1//me", "/api/v1/me/", "//api/v1/me", "/api/v2/me", "/", "/api/v1/"})
    void aPathThatIsOnlyNearIsNotFound(String path) throws IOException {
        String answer = server.raw(head("GET", path) + "\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 40[04] ").contains("application/problem+json");
    }

    @Test
    void anAddressOrHeadersWithoutEndAreRefused() throws IOException {
        assertThat(server.raw(head("GET", "/" + "a".repeat(40_000)) + "\r\n"))
                .startsWith("HTTP/1.1 414 ")
                .contains("application/problem+json");
        assertThat(server.raw(head("GET", "/health") + "X-Long: " + "a".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("application/problem+json");
    }

    @Test
    void whatIsNotHttpIsRefused() throws IOException {
        assertThat(server.raw("\u0016\u0003\u0001 nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void anUnknownQueryParameterIsNamed() throws Exception {
        HttpResponse<String> response = server.get("/api/v1/users?limit=3");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(problem(response).code()).isEqualTo("unknown-parameter");
    }

    @Test
    void metricsCountRequestsByRouteAndStatus() throws Exception {
        server.get("/api/v1/me");
        server.get("/api/v1/nothing");

        assertThat(server.get("/metrics").body())
                .contains("slipway_http_request_duration_seconds_count{route=\"getMe\",status=\"200\"} 1")
                .contains("slipway_http_request_duration_seconds_count{route=\"none\",status=\"404\"} 1")
                .contains("slipway_sockets 0")
                .contains("slipway_jvm_heap_used_bytes ");
    }

    private String head(String method, String target) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + server.token() + "\r\nContent-Type: application/json\r\n";
    }

    @Test
    void aPasswordIsNoTokenOutsideOfGit() throws Exception {
        String basic = Base64.getEncoder().encodeToString(("ada:" + server.token()).getBytes(StandardCharsets.UTF_8));

        assertThat(server.send(HttpRequest.newBuilder(server.uri("/api/v1/me"))
                                .header("Authorization", "Basic " + basic))
                        .statusCode())
                .isEqualTo(401);
    }
}
