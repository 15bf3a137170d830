package dev.slipway.api;

import static dev.slipway.api.RunningServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.model.account.Role;
import dev.slipway.model.code.Repository;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.PullRequestCalls.PullRequestPage;
import dev.slipway.model.wire.RepositoryCalls.BranchList;
import dev.slipway.model.wire.RepositoryCalls.ImportList;
import dev.slipway.model.wire.RepositoryCalls.OriginAnswer;
import dev.slipway.model.wire.RepositoryCalls.OriginQuestion;
import dev.slipway.model.wire.RepositoryCalls.RunningImport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole way of code, with the git that is installed: create, clone, push, pull request, review, merge.
final class RepositoriesOverHttpTest {
    @RegisterExtension
    final RunningServer server = new RunningServer();

    @TempDir
    Path work;

    private record Ran(int status, String output) {}

    private Ran git(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    private String remote(String token) {
        return "http://any:" + token + "@127.0.0.1:" + server.port() + "/git/shop.git";
    }

    private void pushFirstCommit() throws Exception {
        assertThat(server.post("/api/v1/repositories", "{\"id\":\"shop\"}").statusCode())
                .isEqualTo(201);
        assertThat(git("clone", remote(server.token()), "shop").status()).isZero();
        Files.writeString(work.resolve("shop/readme"), "Hello\n");
        assertThat(git("-C", "shop", "add", ".").status()).isZero();
        assertThat(git("-C", "shop", "commit", "-m", "Begin").status()).isZero();
        assertThat(git("-C", "shop", "push", "origin", "HEAD:main"))
                .satisfies(ran -> assertThat(ran.status()).as(ran.output()).isZero());
    }

    @Test
    void aChangeGoesFromACloneToAMergeApprovedByAnother() throws Exception {
        pushFirstCommit();
        Files.writeString(work.resolve("shop/readme"), "Hello, world\n");
        git("-C", "shop", "checkout", "-b", "greet");
        git("-C", "shop", "commit", "-a", "-m", "Greet");
        assertThat(git("-C", "shop", "push", "origin", "greet").status()).isZero();
        String bob = server.tokenOf("bob", Role.MEMBER);

        HttpResponse<String> opened =
                server.post("/api/v1/repositories/shop/pulls", "{\"head\":\"greet\",\"title\":\"Greet\"}");
        assertThat(opened.statusCode()).isEqualTo(201);
        String pull = opened.headers().firstValue("Location").orElseThrow();
        assertThat(pull).isEqualTo("/api/v1/repositories/shop/pulls/1");
        assertThat(server.get(pull + "/diff").body()).contains("Hello, world");
        HttpResponse<String> reviewed = server.send(HttpRequest.newBuilder(server.uri(pull + "/reviews"))
                .header("Authorization", "Bearer " + bob)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"verdict\":\"APPROVE\"}")));
        assertThat(reviewed.statusCode()).as(reviewed.body()).isEqualTo(201);
        HttpResponse<String> merged = server.post(pull + "/merge", "{\"method\":\"SQUASH\"}");
        assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
        assertThat(Json.read(merged.body(), PullRequest.class).state()).isEqualTo(PullRequestState.MERGED);

        assertThat(git("clone", remote(bob), "again").status()).isZero();
        assertThat(work.resolve("again/readme")).hasContent("Hello, world");
        assertThat(Json.read(server.get("/api/v1/pulls?state=merged").body(), PullRequestPage.class)
                        .pullRequests())
                .hasSize(1);
        assertThat(Json.read(server.get("/api/v1/repositories/shop/branches").body(), BranchList.class)
                        .branches())
                .extracting(branch -> branch.name().value())
                .contains("greet", "main");
    }

    @Test
    void aChangeMeantForAnotherVersionIsRefused() throws Exception {
        pushFirstCommit();
        git("-C", "shop", "push", "origin", "HEAD:other");
        Files.writeString(work.resolve("shop/more"), "x");
        git("-C", "shop", "add", ".");
        git("-C", "shop", "commit", "-m", "More");
        git("-C", "shop", "push", "origin", "HEAD:greet");
        String pull = server.post(
                        "/api/v1/repositories/shop/pulls",
                        "{\"head\":\"greet\",\"base\":\"other\",\"title\":\"Greet\"}")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String tag = server.get(pull).headers().firstValue("ETag").orElseThrow();

        assertThat(retitle(pull, "First", tag).statusCode()).isEqualTo(200);
        HttpResponse<String> late = retitle(pull, "Second", tag);

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(problem(late).code()).isEqualTo("changed-meanwhile");
        assertThat(Json.read(server.get(pull).body(), PullRequest.class).title())
                .isEqualTo("First");
    }

    private HttpResponse<String> retitle(String pull, String title, String tag) throws Exception {
        return server.send(server.request(pull)
                .header("Content-Type", "application/json")
                .header("If-Match", tag)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"title\":\"" + title + "\"}")));
    }

    @Test
    void gitWithoutATokenIsAskedForOneAndAViewerMayNotPush() throws Exception {
        pushFirstCommit();
        String vera = server.tokenOf("vera", Role.VIEWER);

        HttpResponse<String> asked =
                server.send(HttpRequest.newBuilder(server.uri("/git/shop.git/info/refs?service=git-upload-pack")));
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"Slipway\"");
        assertThat(git("clone", remote("guess"), "guessed").status()).isNotZero();
        assertThat(git("clone", remote(vera), "viewed").status()).isZero();
        assertThat(git("-C", "viewed", "push", "origin", "HEAD:mine").status()).isNotZero();
    }

    @Test
    void gitIsToldInWordsWhatIsWrong() throws Exception {
        Ran ran = git("clone", remote(server.token()), "shop");

        assertThat(ran.status()).isNotZero();
        assertThat(ran.output()).containsIgnoringCase("no such repository");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"../etc\"}",
                "{\"id\":\"a/b\"}",
                "{\"id\":\".git\"}",
                "{\"id\":\"shop.git\"}",
                "{\"id\":\"a\\u0000b\"}",
                "{\"id\":\"a\\nb\"}",
                "{\"id\":\"\"}",
                "{\"id\":\"shop\",\"defaultBranch\":\"a..b\"}",
                "{}"
            })
    void aRepositoryWithAnUnsafeNameIsNotMade(String json) throws Exception {
        HttpResponse<String> response = server.post("/api/v1/repositories", json);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(server.get("/api/v1/repositories").body()).isEqualTo("{\"repositories\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "x", "99999999999", "%31%00"})
    void aPullRequestWithoutANumberIsMalformed(String number) throws Exception {
        HttpResponse<String> response = server.get("/api/v1/repositories/shop/pulls/" + number);

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsNotThereIsUnknown() throws Exception {
        for (String path : new String[] {"", "/branches", "/pulls/1", "/pulls/1/diff"}) {
            assertThat(server.get("/api/v1/repositories/nothing" + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void anotherBranchBecomesTheDefaultOneAndAnUnknownOneDoesNot() throws Exception {
        pushFirstCommit();
        git("-C", "shop", "push", "origin", "HEAD:trunk");

        HttpResponse<String> changed = patch("{\"defaultBranch\":\"trunk\"}");
        assertThat(Json.read(changed.body(), Repository.class).defaultBranch().value())
                .isEqualTo("trunk");
        assertThat(Json.read(server.get("/api/v1/repositories/shop").body(), Repository.class)
                        .defaultBranch()
                        .value())
                .isEqualTo("trunk");

        assertThat(problem(patch("{\"defaultBranch\":\"nowhere\"}")).code()).isEqualTo("unknown-branch");
    }

    @Test
    void anOriginIsLookedAtBeforeItIsImported() throws Exception {
        pushFirstCommit();

        OriginAnswer good = look(work.resolve("shop").toString());
        assertThat(good.problem()).isEmpty();
        assertThat(good.id().orElseThrow().value()).isEqualTo("shop");
        assertThat(good.taken()).isTrue();
        assertThat(good.branches()).isPositive();
        assertThat(good.defaultBranch()).isPresent();
        assertThat(look(work.toString()).problem().orElseThrow().code()).isEqualTo("no-repository");
        assertThat(look("http://127.0.0.1:1/x.git").problem().orElseThrow().code())
                .isEqualTo("unreachable-origin");
        assertThat(look("ext::sh -c id").problem()).isPresent();
        assertThat(Json.read(server.get("/api/v1/imports").body(), ImportList.class)
                        .imports())
                .isEmpty();
    }

    @Test
    void anImportFromASilentOriginShowsAndIsCancelledAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String origin = "http://127.0.0.1:" + silent.getLocalPort() + "/quiet.git";
            CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return server.post("/api/v1/repositories", "{\"origin\":\"" + origin + "\"}");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(silent.accept().isConnected()).isTrue();
            assertThat(Json.read(server.get("/api/v1/imports").body(), ImportList.class)
                            .imports())
                    .extracting(running -> running.id().value(), RunningImport::origin)
                    .containsExactly(tuple("quiet", origin));

            HttpResponse<String> cancelled =
                    server.send(server.request("/api/v1/imports/quiet").DELETE());

            assertThat(cancelled.statusCode()).isEqualTo(204);
            assertThat(problem(answer.get(10, TimeUnit.SECONDS)).code()).isEqualTo("import-cancelled");
            assertThat(server.get("/api/v1/repositories").body()).doesNotContain("quiet");
            assertThat(Json.read(server.get("/api/v1/imports").body(), ImportList.class)
                            .imports())
                    .isEmpty();
        }
    }

    private OriginAnswer look(String origin) throws Exception {
        return Json.read(
                server.post("/api/v1/origins/look", Json.write(new OriginQuestion(origin)))
                        .body(),
                OriginAnswer.class);
    }

    private HttpResponse<String> patch(String json) throws Exception {
        return server.send(server.request("/api/v1/repositories/shop")
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
    }
}
