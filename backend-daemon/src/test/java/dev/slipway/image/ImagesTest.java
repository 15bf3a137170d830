package dev.slipway.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.host.HostShell;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Snapshots;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    @TempDir
    Path root;

    private Sandboxes sandboxes;
    private Snapshots snapshots;
    private Images images;

    @BeforeEach
    void open() {
        Random random = new Random();
        sandboxes = new Sandboxes(
                HostShell.local(root, random), SandboxSettings.standard().withUnisolated(true), random);
        snapshots = new Snapshots(sandboxes, InstantSource.system(), random);
        images = new Images(sandboxes, snapshots, root.resolve("images"), random);
    }

    @AfterEach
    void close() {
        sandboxes.list().forEach(Sandbox::destroy);
    }

    @Test
    void buildsAnImageOnceAndFindsItAgain() throws Exception {
        RepositoryId repository = new RepositoryId("web-shop");
        CommitId commit = new CommitId("a".repeat(40));
        AtomicInteger builds = new AtomicInteger();

        Image built = images.get(repository, commit, sandbox -> {
            builds.incrementAndGet();
            sandbox.files().write("README", "hello".getBytes(UTF_8));
        });
        Image again = images.get(repository, commit, _ -> builds.incrementAndGet());

        assertThat(builds).hasValue(1);
        assertThat(again).isEqualTo(built);
        assertThat(images.find(repository, new CommitId("b".repeat(40)))).isEmpty();
        assertThat(sandboxes.list()).isEmpty();
        Sandbox sandbox = snapshots.restore(again.snapshot(), SandboxSpec.of(new SandboxId("from-image")));
        assertThat(sandbox.files().read("README", 0, 100).bytes()).isEqualTo("hello".getBytes(UTF_8));
    }

    @Test
    void retainsTheNewestOfEachRepositoryAndTellsTheLayersOnceMore() throws Exception {
        RepositoryId shop = new RepositoryId("web-shop");
        List<Image> built = new ArrayList<>();
        for (String digit : List.of("a", "b", "c")) {
            built.add(images.get(
                    shop,
                    new CommitId(digit.repeat(40)),
                    sandbox -> sandbox.files().write("README", digit.getBytes(UTF_8))));
        }
        Image other = images.get(
                new RepositoryId("other"),
                new CommitId("d".repeat(40)),
                sandbox -> sandbox.files().write("README", "d".getBytes(UTF_8)));

        assertThat(images.retain(2)).contains(built.getFirst().snapshot().id());

        assertThat(images.find(shop, built.getFirst().commit())).isEmpty();
        assertThat(images.find(shop, built.getLast().commit())).contains(built.getLast());
        assertThat(images.retain(2))
                .containsExactlyInAnyOrder(
                        built.get(1).snapshot().id(),
                        built.get(2).snapshot().id(),
                        other.snapshot().id());
    }

    @Test
    void findsTheNewestBuiltImageOfAHostAndRetainsThoseWithItsLayers() {
        try (Database database = Database.open(root.resolve("daemon.db"), "a test's database")) {
            ImageRegistry registry = new ImageRegistry(database);
            Images here =
                    new Images(sandboxes, snapshots, root.resolve("images"), new Random(), registry, HostId.LOCAL);
            RepositoryId shop = new RepositoryId("web-shop");
            List<BuiltImage> built = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                BuiltImage image = image(shop, i);
                registry.put(ImageBuild.asked(image.id(), shop, "a test", image.taken()), image, HostId.LOCAL);
                built.add(image);
            }
            registry.arrived(
                    built.getFirst(), new HostId("far"), built.getFirst().layers());

            assertThat(here.newest(shop)).contains(built.getLast());
            assertThat(registry.newest(new HostId("far"), shop)).contains(built.getFirst());
            registry.removed(new HostId("far"));
            assertThat(registry.newest(new HostId("far"), shop)).isEmpty();
            assertThat(here.newest(new RepositoryId("other"))).isEmpty();
            assertThat(here.retain(2)).contains(built.getFirst().layers().getFirst());
            assertThat(here.retain(2))
                    .containsExactlyInAnyOrder(
                            built.get(1).layers().getFirst(),
                            built.get(2).layers().getFirst());
        }
    }

    private static BuiltImage image(RepositoryId repository, int number) {
        Instant at = Instant.EPOCH.plusSeconds(number);
        return new BuiltImage(
                ImageId.of(at.toEpochMilli(), number),
                repository,
                new CommitId("a".repeat(40)),
                "recipe",
                "once",
                List.of(new LayerId("layer" + number)),
                at,
                Map.of("SHOP", "open"),
                List.of(new Step(Step.Phase.POST_START, List.of(Step.Command.shell("true")), Optional.empty())),
                List.of(8080));
    }

    @Test
    void keepsNothingOfAnImageThatFailed() {
        RepositoryId repository = new RepositoryId("web-shop");
        CommitId commit = new CommitId("a".repeat(40));

        assertThatThrownBy(() -> images.get(repository, commit, _ -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(images.find(repository, commit)).isEmpty();
        assertThat(sandboxes.list()).isEmpty();
    }
}
