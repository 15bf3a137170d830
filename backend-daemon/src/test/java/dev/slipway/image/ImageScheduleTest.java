package dev.slipway.image;

import static dev.slipway.image.Yard.SHOP;
import static dev.slipway.image.Yard.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.RealGit;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageScheduleTest {
    private final Yard yard;

    ImageScheduleTest() throws IOException {
        yard = new Yard();
    }

    @AfterEach
    void close() throws IOException {
        yard.close();
    }

    @Test
    void aRepositoryIsBuiltOnceSomebodyWorksOnItAndThenEverySoOften() {
        open(Duration.ofMillis(100), Duration.ofMillis(20));
        yard.origin.commit("a.txt", "a\n");
        yard.importShop();
        assertThat(yard.builds.next(SHOP)).isEmpty();
        yard.builds.start();
        assertThat(builds()).isEmpty();

        yard.builds.used(SHOP, Instant.now());

        eventually(() -> yard.images.newest(SHOP).isPresent());
        eventually(() -> builds().getFirst().status() == ImageStatus.SKIPPED);
        yard.origin.commit("a.txt", "b\n");
        eventually(() -> good() == 2);
        assertThat(builds()).allMatch(build -> build.problem().isEmpty());
    }

    @Test
    void aMovedDefaultBranchIsBuiltSoonAndOtherBranchesAreNot() {
        open(Duration.ofHours(1), Duration.ofMillis(100));
        yard.origin.commit("a.txt", "a\n");
        yard.importShop();
        var _ = yard.mirrors.onBranchMoved(yard.builds::moved);
        yard.builds.start();
        yard.builds.used(SHOP, Instant.now());
        eventually(() -> good() == 1);
        RealGit mirror = new RealGit(yard.root.resolve("repos/shop.git"));
        CommitId before = new CommitId(mirror.run("rev-parse", "main"));
        CommitId after = new CommitId(
                mirror.run("commit-tree", "-p", "main", "-m", "More", mirror.run("rev-parse", "main^{tree}")));

        var _ = yard.mirrors.open(SHOP).move(new BranchName("other"), Optional.empty(), Optional.of(after), "a test");
        assertThat(yard.builds.schedule(SHOP)).contains("every 60 minutes");

        var _ = yard.mirrors.open(SHOP).move(new BranchName("main"), Optional.of(before), Optional.of(after), "a test");
        assertThat(yard.builds.schedule(SHOP)).contains("the default branch moved");
        eventually(() -> good() == 2);
        assertThat(builds().getFirst().commit()).contains(after);
    }

    @Test
    void whatWasKnownIsKnownAfterAStart() {
        open(Duration.ofHours(1), Duration.ofMillis(1));
        yard.origin.commit(".slipway.yml", "image: {setup: 'false'}");
        yard.importShop();
        yard.builds.used(SHOP, Instant.now());
        for (int i = 0; i < 3; i++) {
            assertThat(yard.build(false).status()).isEqualTo(ImageStatus.FAILED);
        }
        yard.builds.close();

        open(Duration.ofHours(1), Duration.ofMillis(1));
        assertThat(yard.builds.next(SHOP)).isEmpty();
        yard.builds.start();

        assertThat(yard.builds.schedule(SHOP)).contains("another attempt after a failure");
        assertThat(Duration.between(Instant.now(), yard.builds.next(SHOP).orElseThrow()))
                .as("two doublings, give or take a tenth")
                .isBetween(Duration.ofMinutes(210), Duration.ofMinutes(266));
    }

    @Test
    void whoBeginsToWorkOnWhatWasBuiltByHandFindsItsTurnInAWhile() {
        open(Duration.ofHours(1), Duration.ofMillis(1));
        yard.origin.commit("a.txt", "a\n");
        yard.importShop();
        yard.build(false);
        yard.builds.start();
        assertThat(yard.builds.schedule(SHOP)).contains("only when somebody asks");

        yard.builds.used(SHOP, Instant.now());

        assertThat(yard.builds.schedule(SHOP)).contains("every 60 minutes");
        assertThat(yard.builds.next(SHOP).orElseThrow()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
    }

    @Test
    void whoAsksWhileOneRunsGetsThatOneAndAHostBuildsOneAtATime() {
        open(Duration.ofHours(1), Duration.ofMillis(1));
        yard.origin.commit(".slipway.yml", "image: {setup: 'echo begun; while [ ! -e go ]; do sleep 0.05; done'}");
        yard.importShop();
        ImageBuild first = yard.builds.request(SHOP, false, "a test");
        eventually(() -> yard.log(first).contains("begun"));

        assertThat(yard.builds.request(SHOP, true, "somebody else").id()).isEqualTo(first.id());
        yard.importOther();
        ImageBuild other = yard.builds.request(Yard.OTHER, false, "a test");
        eventually(() -> yard.builds.get(Yard.OTHER, other.id()).host().isPresent());
        assertThat(yard.builds.get(Yard.OTHER, other.id()).status()).isEqualTo(ImageStatus.QUEUED);

        yard.builds.cancel(SHOP, first.id());
        eventually(() -> yard.builds.get(Yard.OTHER, other.id()).status() == ImageStatus.RUNNING);
        yard.builds.cancel(Yard.OTHER, other.id());
        eventually(() -> yard.builds.get(Yard.OTHER, other.id()).status() == ImageStatus.INTERRUPTED);
    }

    @Test
    void nothingIsLeftOfARepositoryThatIsRemovedWhileItIsBuilt() {
        yard.origin.commit(".slipway.yml", "image: {setup: 'echo begun; sleep 1000'}");
        yard.importShop();
        yard.secrets.keep(SHOP, "TOKEN", "long enough");
        ImageBuild build = yard.builds.request(SHOP, false, "a test");
        eventually(() -> yard.log(build).contains("begun")
                || yard.builds.get(SHOP, build.id()).status().over());
        assertThat(yard.log(build)).contains("begun");

        yard.builds.removed(SHOP);

        assertThat(builds()).isEmpty();
        assertThat(yard.sandboxes.list()).isEmpty();
        assertThat(yard.secrets.names(SHOP)).isEmpty();
        assertThat(yard.root.resolve("logs/shop")).doesNotExist();
    }

    private void open(Duration cadence, Duration settle) {
        yard.settings = new ImageSettings(
                cadence,
                Duration.ofDays(14),
                settle,
                Duration.ofMinutes(1),
                1,
                ImageSettings.KeepFree.DEFAULT,
                Map.of());
        yard.builds = yard.open();
    }

    private List<ImageBuild> builds() {
        return yard.builds.list(SHOP);
    }

    private long good() {
        return builds().stream()
                .filter(build -> build.status() == ImageStatus.SUCCEEDED)
                .count();
    }
}
