package dev.slipway.desktop;

import dev.slipway.link.TestServer;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.fleet.WarmPool;
import dev.slipway.model.fleet.WarmRule;
import dev.slipway.model.fleet.WarmSandbox;
import dev.slipway.model.forge.MergeRules;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ImageCalls;
import dev.slipway.model.wire.PoolCalls;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.WarmCalls;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The images of the pictures: one is being built anew, of the other the last build failed.
final class SampleImages {
    private static final RepositoryId APP = new RepositoryId("mobile-app");
    private static final RepositoryId SHOP = new RepositoryId("web-shop");

    private SampleImages() {}

    static void fill(TestServer server) {
        ImageBuild app = good(APP, 1, 190, List.of());
        ImageBuild shop = good(SHOP, 2, 34, List.of("2 of 214 tests fail: PriceTest, WarehouseClockTest."));
        server.answer(
                ImageCalls.ALL,
                (_, _) -> new ImageCalls.AllImages(List.of(
                        new ImageCalls.ImageOf(APP, Optional.of(app), Optional.of(running())),
                        new ImageCalls.ImageOf(SHOP, Optional.of(shop), Optional.of(failed())))));
        server.answer(
                ImageCalls.LIST,
                (_, _) -> new ImageCalls.ImageList(
                        List.of(shop),
                        Optional.of(Sample.NOW.plus(Duration.ofMinutes(22))),
                        "The next build is due in 22 minutes: images are built every 30 minutes."));
        server.answer(
                WarmCalls.LIST,
                (_, _) ->
                        new WarmCalls.WarmPools(true, List.of(warm(APP, 0, 0), warm(SHOP, 3, 2)), List.of(day(SHOP))));
        server.answer(WarmCalls.GET, (_, _) -> new WarmCalls.WarmPoolDetail(warm(SHOP, 3, 2), List.of(day(SHOP))));
        server.answer(PullRequestCalls.RULES, (_, _) -> new MergeRules(1, List.of("build", "test / linux")));
        server.answer(PoolCalls.LIST, (_, _) -> new PoolCalls.PoolList(List.of()));
        server.answer(PoolCalls.CHOICE, (_, _) -> new PoolCalls.PoolChoice(Optional.empty()));
        server.answer(
                ImageCalls.LOG,
                (parameters, _) -> parameters.getOrDefault("from", "1").equals("1")
                        ? new ImageCalls.LogPart(1, LOG, false)
                        : new ImageCalls.LogPart(LOG.size() + 1L, List.of(), false));
    }

    private static final List<String> LOG = List.of(
            "Starting from the image of 4be2c19, of 3 hours ago",
            "Fetched 7 commits: the work tree is at 9f31d07",
            "$ ./gradlew --offline dependencies",
            "",
            "BUILD SUCCESSFUL in 4s",
            "$ ./gradlew assemble test",
            "> Task :app:compileKotlin",
            "> Task :app:test",
            "\u001b[32m118 tests passed\u001b[0m, 3 skipped");

    private static WarmPool warm(RepositoryId repository, int target, int waiting) {
        return new WarmPool(
                repository,
                new WarmRule(true, 0, 6),
                target,
                4.5,
                Optional.of(Sample.NOW),
                Optional.of(Duration.ofMillis(900)),
                IntStream.rangeClosed(0, waiting)
                        .filter(_ -> waiting > 0)
                        .mapToObj(at -> new WarmSandbox(
                                "warm-" + at,
                                HostId.LOCAL,
                                new BranchName("main"),
                                Optional.empty(),
                                at == 0 ? WarmSandbox.State.MAKING : WarmSandbox.State.WAITING,
                                Sample.NOW))
                        .toList(),
                Optional.empty());
    }

    private static WarmDay day(RepositoryId repository) {
        LocalDate day = LocalDate.ofInstant(Sample.NOW, ZoneOffset.UTC);
        return new WarmDay(repository, day, 41, 6, 41 * 38, 6 * 860, 30, 26, 4, 26 * 1_900, 9, 310, 42);
    }

    private static ImageBuild good(RepositoryId repository, int id, int minutes, List<String> notes) {
        return build(repository, id, ImageStatus.SUCCEEDED, minutes, "the default branch moved", notes)
                .on(List.of(HostId.LOCAL, new HostId("build-2")));
    }

    private static ImageBuild running() {
        return build(APP, 3, ImageStatus.RUNNING, 2, "it is 3 hours old", List.of());
    }

    private static ImageBuild failed() {
        ImageBuild build = build(SHOP, 4, ImageStatus.FAILED, 4, "the default branch moved", List.of());
        return new ImageBuild(
                build.id(),
                SHOP,
                ImageStatus.FAILED,
                build.reason(),
                build.commit(),
                build.recipe(),
                build.host(),
                build.asked(),
                build.started(),
                build.took(),
                build.commands(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(
                        Problem.of(
                                        Problem.Kind.UNAVAILABLE,
                                        "build-command-failed",
                                        "npm ci ended with 1",
                                        "npm error 404: @shop/icons@^3 is not in this registry.")
                                .withRemedy(
                                        "Read the log; once it is mended on the default branch, it is built again by itself.")));
    }

    private static ImageBuild build(
            RepositoryId repository, int id, ImageStatus status, int minutes, String reason, List<String> notes) {
        return new ImageBuild(
                ImageId.of(Sample.NOW.minus(Duration.ofMinutes(minutes)).toEpochMilli(), id),
                repository,
                status,
                reason,
                Optional.of(new CommitId(Integer.toString(id).repeat(3) + "f31d07a2b4c6d8e0f1a3b5c7d9e1f2a4b6c89")),
                Optional.of("0123456789ab"),
                Optional.of(HostId.LOCAL),
                Sample.NOW.minus(Duration.ofMinutes(minutes)),
                Optional.of(Sample.NOW.minus(Duration.ofMinutes(minutes))),
                status.over() ? Optional.of(Duration.ofMillis(41_300)) : Optional.empty(),
                status.over() ? Optional.of(Duration.ofMillis(38_000)) : Optional.empty(),
                status.over() ? Optional.of(412L << 20) : Optional.empty(),
                List.of(),
                notes,
                Optional.empty());
    }
}
