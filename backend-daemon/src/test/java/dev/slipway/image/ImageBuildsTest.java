package dev.slipway.image;

import static dev.slipway.image.Yard.SHOP;
import static dev.slipway.image.Yard.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.fleet.FleetNews;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageBuildsTest {
    private final Yard yard;

    ImageBuildsTest() throws IOException {
        yard = new Yard();
    }

    @AfterEach
    void close() throws Exception {
        yard.close();
    }

    @Test
    void runsTheLifeCycleOfADevContainerAndSealsWhatItLeaves() throws Exception {
        yard.origin.write(".devcontainer/devcontainer.json", """
                {
                    // what a person has written
                    "onCreateCommand": "echo created >> ../home/agent/story || echo created >> $HOME/story",
                    "updateContentCommand": ["sh", "-c", "echo content $SHOP_AT >> $HOME/story"],
                    "postCreateCommand": {"one": "echo one > $HOME/one", "two": "echo two > $HOME/two"},
                    "containerEnv": {"SHOP_AT": "${containerWorkspaceFolder}/app", "TONGUE": "${localEnv:LANG}"},
                    "remoteEnv": {"HIDDEN": "${localEnv:ANTHROPIC_API_KEY:none}"},
                    "forwardPorts": [8080, "db:5432"],
                }""");
        yard.origin.commit("README.md", "A shop.\n");
        yard.importShop();

        ImageBuild build = yard.build(false);

        assertThat(build.status()).as(yard.log(build)).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(build.hosts()).containsExactly(HostId.LOCAL);
        assertThat(build.bytes()).hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
        assertThat(yard.inSession("cat $HOME/story $HOME/one $HOME/two README.md; echo $HIDDEN $TONGUE"))
                .isEqualTo("created\ncontent /workspace/app\none\ntwo\nA shop.\nnone de_DE.UTF-8");
        assertThat(yard.images.newest(SHOP).orElseThrow().ports()).containsExactly(8080);
        assertThat(yard.sandboxes.list()).isEmpty();
    }

    @Test
    void goesOnFromTheImageBeforeAndBringsTheNewestCommitsIn() throws Exception {
        yard.origin.write(".devcontainer.json", """
                {"onCreateCommand": "echo created >> $HOME/story", "updateContentCommand": "cat fee >> $HOME/story"}""");
        yard.origin.commit("fee", "1\n");
        yard.importShop();
        ImageBuild first = yard.build(false);
        yard.origin.commit("fee", "2\n");

        ImageBuild second = yard.build(false);

        assertThat(first.status()).as(yard.log(first)).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(second.status()).as(yard.log(second)).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(yard.inSession("cat $HOME/story; git log --oneline | wc -l")).isEqualTo("created\n1\n2\n2");
    }

    @Test
    void beginsAnewWhenWhatIsDoneOnceHasChanged() throws Exception {
        yard.origin.commit(".devcontainer.json", "{\"onCreateCommand\": \"echo first >> $HOME/story\"}");
        yard.importShop();
        yard.build(false);
        yard.origin.commit(".devcontainer.json", "{\"onCreateCommand\": \"echo second >> $HOME/story\"}");

        yard.build(false);

        assertThat(yard.inSession("cat $HOME/story")).isEqualTo("second");
    }

    @Test
    void worksForAnOrdinaryUser() throws Exception {
        try (Yard ordinary = new Yard(true)) {
            ordinary.secrets.keep(SHOP, "TOKEN", "s3cr3t-token");
            ordinary.origin.write(
                    ".slipway.yml", "image: {setup: 'mkdir -p node_modules; echo $TOKEN; date +%N >> node_modules/n'}");
            ordinary.origin.commit(".gitignore", "node_modules\n");
            ordinary.importShop();
            ImageBuild first = ordinary.build(false);
            ImageBuild second = ordinary.build(true);

            assertThat(first.status()).as(ordinary.log(first)).isEqualTo(ImageStatus.SUCCEEDED);
            assertThat(second.status()).as(ordinary.log(second)).isEqualTo(ImageStatus.SUCCEEDED);
            assertThat(ordinary.inSession("git status --porcelain; wc -l < node_modules/n"))
                    .isEqualTo("2");
        }
    }

    @Test
    void skipsWhenNothingChangedUnlessForced() throws Exception {
        yard.origin.commit(".slipway.yml", "image: {setup: 'date +%s%N > $HOME/when'}");
        yard.importShop();
        ImageBuild first = yard.build(false);
        assertThat(first.status()).as(yard.log(first)).isEqualTo(ImageStatus.SUCCEEDED);
        String when = yard.inSession("cat $HOME/when");

        ImageBuild again = yard.build(false);
        assertThat(again.status()).isEqualTo(ImageStatus.SKIPPED);
        assertThat(again.notes()).singleElement().asString().contains(first.id().value());
        assertThat(yard.inSession("cat $HOME/when")).isEqualTo(when);

        assertThat(yard.build(true).status()).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(yard.inSession("cat $HOME/when")).isNotEqualTo(when);
    }

    @Test
    void aFailedBuildKeepsTheLastGoodImageAndSaysWhy() throws Exception {
        yard.origin.commit(".slipway.yml", "image: {setup: 'echo good > $HOME/it'}");
        yard.importShop();
        ImageBuild good = yard.build(false);
        yard.origin.commit(".slipway.yml", "image: {setup: 'echo bad > $HOME/it; echo no such registry >&2; exit 3'}");

        ImageBuild bad = yard.build(false);

        assertThat(bad.status()).isEqualTo(ImageStatus.FAILED);
        assertThat(bad.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo("image-build-failed");
            assertThat(problem.detail()).contains("ended with 3", "no such registry");
        });
        assertThat(yard.log(bad)).contains("no such registry");
        assertThat(yard.builds.state(SHOP).good().orElseThrow().id()).isEqualTo(good.id());
        assertThat(yard.builds.state(SHOP).latest().orElseThrow().id()).isEqualTo(bad.id());
        assertThat(yard.inSession("cat $HOME/it")).isEqualTo("good");
        assertThat(yard.sandboxes.list()).isEmpty();
    }

    @Test
    void aMalformedFileIsAFailureThatNamesTheLine() throws Exception {
        yard.origin.commit(".slipway.yml", "image:\n  setpu: make\n");
        yard.importShop();

        ImageBuild build = yard.build(false);

        assertThat(build.status()).isEqualTo(ImageStatus.FAILED);
        assertThat(build.problem().orElseThrow().detail()).contains("`setpu`", "setup");
    }

    @Test
    void failingTestsAreNotedAndFailNothing() throws Exception {
        yard.origin.commit(".slipway.yml", "image: {build: 'echo built > $HOME/built', test: 'exit 7'}");
        yard.importShop();

        ImageBuild build = yard.build(false);

        assertThat(build.status()).as(yard.log(build)).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(build.notes()).singleElement().asString().contains("tests failed", "ended with 7");
        assertThat(yard.inSession("cat $HOME/built")).isEqualTo("built");
    }

    @Test
    void secretsReachTheCommandsAndNeitherTheLogNorTheImage() throws Exception {
        String token = "s3cr3t-'tok\"en $HOME";
        yard.secrets.keep(SHOP, "NPM_TOKEN", token);
        yard.origin.commit(".slipway.yml", """
                image:
                  secrets: [NPM_TOKEN]
                  setup: 'printf %s "$NPM_TOKEN" | sha256sum | cut -c 1-64 > $HOME/hash; echo "I have $NPM_TOKEN, really"'
                """);
        yard.importShop();

        ImageBuild build = yard.build(false);

        assertThat(build.status()).as(yard.log(build)).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(yard.inSession("cat $HOME/hash"))
                .isEqualTo(yard.inSession("printf %s 's3cr3t-'\\''tok\"en $HOME' | sha256sum | cut -c 1-64"));
        assertThat(yard.log(build)).contains("I have ***, really").doesNotContain("s3cr3t");
        assertThat(yard.inSession("env")).doesNotContain("NPM_TOKEN");
        assertThat(said("grep", "-rs", "s3cr3t", yard.root.resolve("host").toString()))
                .isEmpty();
        assertThat(said("grep", "-rs", "s3cr3t", yard.root.resolve("logs").toString()))
                .isEmpty();
        assertThat(said("grep", "-rl", "s3cr3t", yard.root.resolve("secrets").toString()))
                .isNotEmpty();
    }

    @Test
    void refusesAnImageWithASecretInIt() throws Exception {
        yard.secrets.keep(SHOP, "NPM_TOKEN", "s3cr3t-token");
        yard.origin.commit(".slipway.yml", "image: {setup: 'echo \"//r/:_authToken=$NPM_TOKEN\" > $HOME/.npmrc'}");
        yard.importShop();

        ImageBuild build = yard.build(false);

        assertThat(build.problem().orElseThrow().code()).isEqualTo("secret-in-image");
        assertThat(build.problem().orElseThrow().detail()).contains(".npmrc").doesNotContain("s3cr3t");
        assertThat(yard.images.newest(SHOP)).isEmpty();
    }

    @Test
    void aMissingSecretIsSaidBeforeAnythingRuns() throws Exception {
        yard.origin.commit(".slipway.yml", "image: {secrets: [NPM_TOKEN]}");
        yard.importShop();

        assertThat(yard.build(false).problem().orElseThrow().code()).isEqualTo("missing-secret");
    }

    @Test
    void aSessionFindsNoChangeThatTheBuildMade() throws Exception {
        yard.origin.write(
                ".slipway.yml",
                "image: {build: 'echo more >> a.txt; mkdir -p out; echo x > out/x; echo y > \"od d*\"'}");
        yard.origin.commit("a.txt", "a\n");
        yard.importShop();

        ImageBuild build = yard.build(false);

        assertThat(build.status()).as(yard.log(build)).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(yard.inSession("git status --porcelain; cat a.txt out/x 'od d*'; git branch --show-current"))
                .isEqualTo("a\nx\ny\nmain");
    }

    @Test
    void aRewrittenBranchIsFollowed() throws Exception {
        yard.origin.commit("a.txt", "a\n");
        yard.importShop();
        yard.build(false);
        // What the mirror has of its own it keeps; so the rewriting is done there.
        new dev.slipway.git.RealGit(yard.root.resolve("repos/shop.git"))
                .run("update-ref", "refs/heads/main", rewritten());

        ImageBuild build = yard.build(true);

        assertThat(build.status()).as(yard.log(build)).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(yard.inSession("git status --porcelain; git log --format=%s"))
                .isEqualTo("Rewritten");
    }

    private String rewritten() {
        dev.slipway.git.RealGit mirror = new dev.slipway.git.RealGit(yard.root.resolve("repos/shop.git"));
        return mirror.run("commit-tree", "-m", "Rewritten", mirror.run("rev-parse", "main^{tree}"));
    }

    @Test
    void aBuildThatTakesTooLongIsEnded() throws Exception {
        yard.settings = new ImageSettings(
                Duration.ofMinutes(30),
                Duration.ofDays(14),
                Duration.ofSeconds(15),
                Duration.ofMillis(500),
                1,
                ImageSettings.KeepFree.DEFAULT,
                Map.of());
        yard.builds = yard.open();
        yard.origin.commit(".slipway.yml", "image: {setup: 'sleep 1000'}");
        yard.importShop();

        ImageBuild build = yard.build(false);

        assertThat(build.status()).isEqualTo(ImageStatus.FAILED);
        assertThat(build.problem().orElseThrow().detail()).contains("time was up");
    }

    @Test
    void whatACommandLeavesInTheBackgroundIsThereForTheNextOneAndHoldsUpNothing() throws Exception {
        yard.origin.commit(".slipway.yml", """
                image:
                  setup: "sleep 1000 & echo $! > $HOME/pid"
                  build: "kill -0 $(cat $HOME/pid) && echo alive"
                """);
        yard.importShop();

        ImageBuild build = yard.build(false);

        assertThat(build.status()).as(yard.log(build)).isEqualTo(ImageStatus.SUCCEEDED);
        assertThat(yard.log(build)).contains("alive");
    }

    @Test
    void aBuildThatIsCancelledLeavesNothing() throws Exception {
        yard.origin.commit(".slipway.yml", "image: {setup: 'echo waiting; sleep 1000'}");
        yard.importShop();
        ImageBuild asked = yard.builds.request(SHOP, false, "a test");
        eventually(() -> yard.log(asked).contains("waiting"));

        yard.builds.cancel(SHOP, asked.id());

        eventually(() -> yard.builds.get(SHOP, asked.id()).status() == ImageStatus.INTERRUPTED);
        eventually(() -> yard.sandboxes.list().isEmpty());
        assertThat(yard.images.newest(SHOP)).isEmpty();
    }

    @Test
    void aBuildThatADaemonLeftIsMarkedAndItsSandboxDestroyed() throws Exception {
        yard.origin.commit("a.txt", "a\n");
        yard.importShop();
        ImageBuild asked = ImageBuild.asked(dev.slipway.model.fleet.ImageId.of(1, 1), SHOP, "a test", Instant.now());
        yard.registry.put(asked.as(
                ImageStatus.RUNNING, Optional.of(Instant.now()), Optional.empty(), List.of(), Optional.empty()));
        Sandbox left = yard.images.sandbox(
                asked.id(), SandboxSpec.of(new dev.slipway.sandbox.SandboxId("x")), List.<LayerId>of());

        yard.builds = yard.open();
        yard.images.clearUp();

        assertThat(yard.builds.get(SHOP, asked.id()).status()).isEqualTo(ImageStatus.INTERRUPTED);
        assertThat(yard.sandboxes.find(left.id())).isEmpty();
    }

    @Test
    void buildsAreRefusedWhenTheDiskIsFullAndNothingCanGo() throws Exception {
        yard.origin.commit("a.txt", "a\n");
        yard.importShop();
        yard.disk = Optional.of(new BuildPlaces.Disk(100L << 30, 1L << 30));

        assertThat(yard.build(false).problem().orElseThrow().code()).isEqualTo("disk-quota");
    }

    @Test
    void tellsOfItsProgressAndItsLogAsItGoes() throws Exception {
        yard.origin.commit(".slipway.yml", "image: {setup: 'echo hello from the build'}");
        yard.importShop();
        List<FleetEvent> events = new ArrayList<>();
        try (FleetNews.Follower follower = yard.news.follow()) {
            ImageBuild build = yard.build(false);
            while (events.stream()
                    .noneMatch(event -> event instanceof FleetEvent.ImageChanged changed
                            && changed.image().good().isPresent())) {
                events.addAll(follower.next());
            }

            assertThat(events)
                    .filteredOn(FleetEvent.BuildLog.class::isInstance)
                    .map(FleetEvent.BuildLog.class::cast)
                    .allMatch(log -> log.image().equals(build.id()))
                    .flatMap(FleetEvent.BuildLog::lines)
                    .contains("hello from the build");
        }
    }

    private static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
