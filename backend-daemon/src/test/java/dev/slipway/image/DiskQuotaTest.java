package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.DiskQuota.Held;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.sandbox.LayerId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiskQuotaTest {
    private static final RepositoryId BUILT = new RepositoryId("built");
    private static final Map<LayerId, Long> SIZES =
            Map.of(layer("base"), 100L, layer("a1"), 10L, layer("a2"), 10L, layer("b1"), 50L, layer("c1"), 500L);

    /// Repository `a` goes on from image to image; `b` was used before it, `c` is the one to be built.
    private static final List<Held> IMAGES = List.of(
            held(1, "a", 20, "a1", "base"),
            held(2, "a", 20, "a2", "a1", "base"),
            held(3, "b", 10, "b1"),
            held(4, "built", 5, "c1"));

    @Test
    void nothingGoesWhereThereIsRoom() {
        assertThat(decide(0)).isEqualTo(new DiskQuota.Decision(List.of(), 0, true));
        assertThat(decide(-5).room()).isTrue();
    }

    @Test
    void theRepositoryThatNobodyUsedForLongestGoesFirst() {
        assertThat(decide(1)).isEqualTo(new DiskQuota.Decision(List.of(id(3)), 50, true));
    }

    @Test
    void layersThatANewerImageStandsOnFreeNothingAlone() {
        assertThat(decide(60)).isEqualTo(new DiskQuota.Decision(List.of(id(3), id(1), id(2)), 170, true));
    }

    @Test
    void theRepositoryThatIsToBeBuiltIsSparedAndNothingGoesForNothing() {
        assertThat(decide(171)).isEqualTo(new DiskQuota.Decision(List.of(), 0, false));
    }

    @Test
    void whatASandboxStandsOnFreesNothing() {
        assertThat(DiskQuota.of(1, IMAGES, SIZES, Set.of(layer("b1"), layer("base")), BUILT))
                .isEqualTo(new DiskQuota.Decision(List.of(id(3), id(1), id(2)), 20, true));
    }

    @Test
    void whatStaysFreeIsTheLesserOfPercentAndBytes() {
        assertThat(ImageSettings.KeepFree.DEFAULT.of(20L << 30)).isEqualTo((20L << 30) / 100 * 10);
        assertThat(ImageSettings.KeepFree.DEFAULT.of(2L << 40)).isEqualTo(5L << 30);
    }

    private static DiskQuota.Decision decide(long missing) {
        return DiskQuota.of(missing, IMAGES, SIZES, Set.of(), BUILT);
    }

    private static Held held(int number, String repository, long used, String... layers) {
        return new Held(
                id(number),
                new RepositoryId(repository),
                Instant.ofEpochSecond(used),
                Arrays.stream(layers).map(DiskQuotaTest::layer).toList());
    }

    private static ImageId id(int number) {
        return ImageId.of(number, number);
    }

    private static LayerId layer(String name) {
        return new LayerId(name);
    }
}
