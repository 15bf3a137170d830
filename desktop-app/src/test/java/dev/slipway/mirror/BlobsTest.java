package dev.slipway.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.TestServer;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.BlobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    private static final SessionId SESSION = SessionId.of(1, 1);

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochSecond(now.incrementAndGet());
    private final TestServer server = new TestServer();
    private final Link link = new Link(server.address(), Backoff.usual(new Random(1)), clock);

    @SuppressWarnings("NullAway.Init")
    private Blobs blobs;

    @BeforeEach
    void open() {
        blobs = new Blobs(folder, link, clock, 2_500);
    }

    @AfterEach
    void close() {
        link.close();
        server.close();
    }

    @Test
    void whatWasFetchedStaysWithoutAServer() {
        BlobId blob = server.blob(bytes(1));
        blobs.get(SESSION, blob);
        server.close();

        assertThat(blobs.get(SESSION, blob)).isEqualTo(bytes(1));
    }

    @Test
    void whatNobodyLookedAtForLongestGoesFirst() throws IOException {
        BlobId first = server.blob(bytes(1));
        BlobId second = server.blob(bytes(2));
        BlobId third = server.blob(bytes(3));
        blobs.get(SESSION, first);
        blobs.get(SESSION, second);
        blobs.get(SESSION, first);
        blobs.get(SESSION, third);

        try (Stream<Path> kept = Files.list(folder)) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(first.value(), third.value());
        }
    }

    @Test
    void aDamagedFileIsFetchedAgain() throws IOException {
        BlobId blob = server.blob(bytes(1));
        blobs.get(SESSION, blob);
        Files.write(folder.resolve(blob.value()), new byte[10]);

        assertThat(blobs.get(SESSION, blob)).isEqualTo(bytes(1));
    }

    @Test
    void oneThatIsNowhereSaysSo() {
        assertThatThrownBy(() -> blobs.get(SESSION, new BlobId("ab".repeat(32))))
                .isInstanceOf(ProblemException.class);
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[1_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
