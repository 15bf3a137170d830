package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.model.wire.ImageCalls;
import dev.slipway.model.wire.RepositoryCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Has an installation of its own, as it kills the daemon.
final class ImageCrashTest {
    @Test
    void aDaemonKilledInTheMidstOfABuildKeepsTheLastGoodImageAndNothingOfTheOther() throws Exception {
        try (Installation slipway = new Installation()) {
            RepositoryId shop = slipway.repository("shop");
            Path work = slipway.place().resolve("repositories/shop");
            ImageBuild good = build(slipway, shop);
            await(() -> get(slipway, shop, good).status() == ImageStatus.SUCCEEDED);
            Files.writeString(
                    work.resolve(".slipway.yml"), "image: {setup: 'echo waiting; touch ~/half-done; sleep 1000'}\n");
            slipway.git(work, "add", ".");
            slipway.git(work, "commit", "--quiet", "--no-gpg-sign", "--message", "Wait");
            ImageBuild cut = build(slipway, shop);
            await(() -> slipway.owner()
                    .get(ImageCalls.LOG, shop.value(), cut.id().value())
                    .lines()
                    .contains("waiting"));

            slipway.kill();
            slipway.startAgain();

            assertThat(get(slipway, shop, cut).status()).isEqualTo(ImageStatus.INTERRUPTED);
            await(() -> sandboxes(slipway).isEmpty());
            assertThat(slipway.owner()
                            .get(RepositoryCalls.GET, shop.value())
                            .image()
                            .orElseThrow()
                            .commit())
                    .isEqualTo(get(slipway, shop, good).commit());
            assertThat(get(slipway, shop, good).hosts()).isNotEmpty();
        }
    }

    private static ImageBuild build(Installation slipway, RepositoryId repository) throws Exception {
        return slipway.owner().call(ImageCalls.BUILD, new ImageCalls.NewBuild(false), repository.value());
    }

    private static ImageBuild get(Installation slipway, RepositoryId repository, ImageBuild build) throws Exception {
        return slipway.owner()
                .get(ImageCalls.GET, repository.value(), build.id().value());
    }

    private static List<Path> sandboxes(Installation slipway) throws Exception {
        try (Stream<Path> all = Files.list(slipway.home().resolve("sandboxes/sandboxes"))) {
            return all.toList();
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come true within 60 s");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
