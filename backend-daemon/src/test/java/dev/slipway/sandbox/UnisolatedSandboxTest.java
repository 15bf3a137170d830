package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Without isolation: the same behaviour otherwise.
class UnisolatedSandboxTest extends SandboxContract {
    @Override
    Box open() throws IOException {
        return Box.unisolated();
    }

    @Test
    void saysHowItIsIsolated() {
        assertThat(box.sandbox().isolation().mode()).isEqualTo(Isolation.Mode.UNISOLATED);
    }

    @Test
    void refusesAListOfHostsAsNothingWouldHoldProgramsToIt() {
        NetworkPolicy policy = new NetworkPolicy.AllowList(new TreeSet<>(List.of("repo.example")));

        assertProblem(
                "network-allow-list", () -> box.sandboxes.create(box.spec().withNetwork(policy)));
    }

    @Test
    void isRefusedUnlessAskedFor() throws Exception {
        try (Box ordinary = Box.own()) {
            assertProblem(
                    "no-isolation",
                    () -> new Sandboxes(new Incapable(ordinary.host), SandboxSettings.standard(), new Random()));
        }
    }
}
