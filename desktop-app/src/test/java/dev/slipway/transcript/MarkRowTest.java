package dev.slipway.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.SessionEvent.SandboxReady;
import dev.slipway.model.fleet.HostId;
import dev.slipway.words.Words;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MarkRowTest {
    @BeforeAll
    static void speakEnglish() {
        Words.speak(Locale.ENGLISH);
    }

    @Test
    void aSandboxElsewhereSaysWhereItIsAndWhy() {
        assertThat(MarkRow.words(on("build-2")))
                .isEqualTo("Sandbox ready on build-2 in 212 ms (overlayfs) · the least busy of 3 hosts");
    }

    @Test
    void aSandboxOnTheServerItselfNeedsNoPlace() {
        assertThat(MarkRow.words(on("local"))).isEqualTo("Sandbox ready in 212 ms (overlayfs)");
    }

    private static SandboxReady on(String host) {
        return new SandboxReady(
                "s1",
                "overlayfs",
                Duration.ofMillis(212),
                Optional.of(new HostId(host)),
                Optional.of("the least busy of 3 hosts"));
    }
}
