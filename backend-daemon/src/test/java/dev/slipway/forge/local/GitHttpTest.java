package dev.slipway.forge.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.forge.Repositories;
import dev.slipway.git.BranchMoved;
import dev.slipway.git.Mirror;
import dev.slipway.git.Mirrors;
import dev.slipway.git.RealGit;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sqlite.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHttpTest {
    private static final Author ADA = new Author(new UserId("ada"), "Ada", "ada@example.org");

    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final BranchName MAIN = new BranchName("main");

    private final Path root;
    private final RealGit origin;
    private final Mirrors mirrors;
    private final Database database;
    private final Repositories repositories;
    private final HttpServer server;
    private final List<String> encodings = new CopyOnWriteArrayList<>();
    private volatile GitHttp http;
    private volatile Role role = Role.MEMBER;

    GitHttpTest(@TempDir Path root) throws IOException {
        this.root = root;
        origin = RealGit.init(root.resolve("origin"));
        origin.commit("README.md", "Hello\n");
        mirrors = new Mirrors(root.resolve("repos"));
        database = Database.open(root.resolve("daemon.db"), "the daemon's database");
        repositories = new Repositories(mirrors, database, InstantSource.system());
        repositories.add(Optional.of(SHOP), Optional.of(origin.directory().toString()), Optional.empty());
        http = new GitHttp(repositories, ForgeRules.DEFAULT);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/git/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        database.close();
        mirrors.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void gitClonesAndFetches(int version) {
        RealGit clone = cloned("clone", "-c", "protocol.version=" + version);
        assertThat(clone.run("log", "--format=%s")).isEqualTo("Change README.md");

        String newest = origin.commit("later.txt", "later\n");
        repositories.fetch(SHOP);
        clone.run("-c", "protocol.version=" + version, "pull", "-q");

        assertThat(clone.run("rev-parse", "HEAD")).isEqualTo(newest);
        assertThat(clone.run("branch", "-r")).isEqualTo("  origin/HEAD -> origin/main\n  origin/main");
    }

    @Test
    void whatIsOursIsNotShownAndPullRequestsAre() {
        Mirror mirror = repositories.mirror(SHOP);
        CommitId tip = mirror.tip(MAIN).orElseThrow();
        mirror.keepForPullRequest(7, tip);

        for (String version : List.of("0", "2")) {
            assertThat(new RealGit(root)
                            .run("-c", "protocol.version=" + version, "ls-remote", url())
                            .lines()
                            .map(line -> line.replaceAll(".*\t", "")))
                    .containsExactlyInAnyOrder("HEAD", "refs/heads/main", "refs/pull/7/head");
        }
    }

    @Test
    void aLongRequestComesPacked() {
        RealGit clone = cloned("clone");
        for (int i = 0; i < 40; i++) {
            origin.run("checkout", "-q", "-b", "b" + i);
            origin.run("commit", "-q", "--allow-empty", "-m", "new " + i);
        }
        repositories.fetch(SHOP);

        clone.run("-c", "protocol.version=0", "fetch", "-q");

        assertThat(encodings).contains("gzip");
        assertThat(clone.run("rev-parse", "origin/b39")).isEqualTo(origin.run("rev-parse", "b39"));
    }

    @Test
    void aPushMovesTheBranchAndIsTold() {
        List<BranchMoved> moves = new CopyOnWriteArrayList<>();
        repositories.onBranchMoved(moves::add);
        RealGit clone = cloned("clone");
        Optional<CommitId> before = repositories.mirror(SHOP).tip(MAIN);
        CommitId made = new CommitId(clone.commit("big.txt", "0123456789abcdef\n".repeat(200_000)));

        clone.run("push", "-q", "origin", "main", "main:topic/one");

        assertThat(repositories.mirror(SHOP).tip(MAIN)).contains(made);
        assertThat(moves)
                .containsExactlyInAnyOrder(
                        new BranchMoved(SHOP, MAIN, before, Optional.of(made), Optional.of(ADA)),
                        new BranchMoved(
                                SHOP,
                                new BranchName("topic/one"),
                                Optional.empty(),
                                Optional.of(made),
                                Optional.of(ADA)));
    }

    @Test
    void theDefaultBranchOnlyMovesForward() {
        RealGit clone = cloned("clone");
        clone.run("commit", "-q", "--amend", "-m", "Rewritten");
        assertThat(clone.attempt("push", "--force", "origin", "main").said()).contains("only moves forward");
        assertThat(clone.attempt("push", "origin", ":main").said()).contains("only moves forward");
        assertThat(clone.attempt("push", "origin", "main:topic").status()).isZero();
        clone.run("commit", "-q", "--amend", "-m", "Again");
        assertThat(clone.attempt("push", "--force", "origin", "main:topic").status())
                .isZero();
        assertThat(clone.attempt("push", "origin", ":topic").status()).isZero();
        assertThat(repositories.branches(SHOP)).hasSize(1);
    }

    @Test
    void nothingButBranchesAndTagsIsTaken() {
        RealGit clone = cloned("clone");
        clone.run("tag", "v1");
        assertThat(clone.attempt("push", "origin", "v1").status()).isZero();
        clone.commit("a.txt", "a\n");
        clone.run("tag", "-f", "v1");
        assertThat(clone.attempt("push", "--force", "origin", "v1").said()).contains("a tag does not move");
        assertThat(clone.attempt("push", "origin", "HEAD:refs/pull/1/head").said())
                .contains("only branches and tags");
        assertThat(clone.attempt("push", "origin", "HEAD:refs/slipway/out/x").said())
                .contains("only branches and tags");
    }

    @Test
    void aProtectedDefaultBranchTakesNoPush() {
        http = new GitHttp(repositories, new ForgeRules(1, true));
        RealGit clone = cloned("clone");
        clone.commit("a.txt", "a\n");

        assertThat(clone.attempt("push", "origin", "main").said()).contains("the default branch is protected");
        assertThat(clone.attempt("push", "origin", "main:topic").status()).isZero();
    }

    @Test
    void aViewerFetchesAndDoesNotPush() {
        role = Role.VIEWER;
        RealGit clone = cloned("clone");
        clone.commit("a.txt", "a\n");

        assertThat(clone.attempt("push", "origin", "main").said()).contains("403");
    }

    @Test
    void aRepositoryIsImportedOverHttpAndItsPasswordForgotten() {
        Repository copy = repositories.add(
                Optional.of(new RepositoryId("copy")),
                Optional.of(url().replace("http://", "http://ada:s3cret@")),
                Optional.empty());

        assertThat(copy.origin()).contains(url());
        assertThat(copy.head()).isEqualTo(repositories.get(SHOP).head());
        assertThat(copy.notices()).singleElement().asString().contains("is not kept");
        origin.commit("later.txt", "later\n");
        repositories.fetch(SHOP);
        assertThat(repositories.fetch(copy.id()).head())
                .isEqualTo(repositories.get(SHOP).head());
        assertThat(repositories.list()).extracting(Repository::id).containsExactly(copy.id(), SHOP);
    }

    @Test
    void oddRequestsAreRefused() {
        RealGit git = new RealGit(root);
        assertThat(git.attempt("ls-remote", base() + "/git/nowhere.git").said()).contains("not found");
        assertThat(git.attempt("-c", "http.extraHeader=X: y", "ls-remote", base() + "/git/..%2f..%2fetc.git")
                        .status())
                .isNotZero();
    }

    private RealGit cloned(String name, String... options) {
        java.util.ArrayList<String> arguments = new java.util.ArrayList<>(List.of(options));
        arguments.removeIf("-c"::equals);
        java.util.ArrayList<String> command = new java.util.ArrayList<>();
        for (String setting : arguments) {
            command.addAll(List.of("-c", setting));
        }
        command.addAll(List.of("clone", "-q", url(), name));
        new RealGit(root).run(command.toArray(String[]::new));
        return new RealGit(root.resolve(name));
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String url() {
        return base() + "/git/shop.git";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] parts = exchange.getRequestURI()
                    .getPath()
                    .substring("/git/".length())
                    .split("\\.git/", 2);
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            String encoding = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                    .orElse("");
            encodings.add(encoding);
            try {
                http.handle(
                        new RepositoryId(parts[0]),
                        new User(new UserId("ada"), "Ada", "ada@example.org", role, Instant.EPOCH),
                        new GitHttp.Request(
                                exchange.getRequestMethod(),
                                parts[1],
                                query.startsWith("service=")
                                        ? Optional.of(query.substring("service=".length()))
                                        : Optional.empty(),
                                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Git-Protocol")),
                                encoding.equals("gzip"),
                                exchange.getRequestBody()),
                        (status, headers) -> {
                            headers.forEach(exchange.getResponseHeaders()::set);
                            exchange.sendResponseHeaders(status, 0);
                            return exchange.getResponseBody();
                        });
            } catch (ProblemException e) {
                byte[] text = e.problem().detail().getBytes(StandardCharsets.UTF_8);
                int status = switch (e.problem().kind()) {
                    case UNKNOWN -> 404;
                    case FORBIDDEN -> 403;
                    default -> 400;
                };
                exchange.sendResponseHeaders(status, text.length);
                exchange.getResponseBody().write(text);
            }
        }
    }
}
