package dev.slipway.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.BlobId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    private static final BlobId ABC = new BlobId("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    @TempDir
    private Path home;

    private Blobs blobs() {
        return new Blobs(home.resolve("blobs"));
    }

    @Test
    void aBlobIsNamedByItsBytes() throws Exception {
        assertThat(blobs().put("abc".getBytes(UTF_8))).isEqualTo(ABC);
        assertThat(blobs().put(new ByteArrayInputStream("abc".getBytes(UTF_8)))).isEqualTo(ABC);

        assertThat(blobs().size(ABC)).hasValue(3);
        assertThat(blobs().path(ABC))
                .hasValueSatisfying(path -> assertThat(path).hasContent("abc"));
        try (InputStream bytes = blobs().get(ABC).orElseThrow()) {
            assertThat(bytes.readAllBytes()).isEqualTo("abc".getBytes(UTF_8));
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void aBlobThatIsNotThereIsEmpty() {
        assertThat(blobs().get(ABC)).isEmpty();
        assertThat(blobs().path(ABC)).isEmpty();
        assertThat(blobs().size(ABC)).isEmpty();
    }

    @Test
    void whatIsNotKeptLeavesNothing() throws Exception {
        try (BlobDraft draft = blobs().draft()) {
            draft.write('a');
            draft.write("bc".getBytes(UTF_8));
            assertThat(draft.size()).isEqualTo(3);
        }

        assertThat(blobs().get(ABC)).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void aStreamThatBreaksLeavesNothing() throws Exception {
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream("abc".getBytes(UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("cut");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new IOException("cut");
                    }
                });

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> blobs().put(broken));
        assertThat(files()).isEmpty();
    }

    @Test
    void aBlobThatIsTooLargeIsRefusedBeforeItIsWritten() throws Exception {
        byte[] mebibyte = new byte[1 << 20];
        try (BlobDraft draft = new BlobDraft(home.resolve("blobs"), 2 << 20)) {
            draft.write(mebibyte);
            draft.write(mebibyte);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> draft.write('x'))
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo("blob-too-large"));
            assertThat(draft.keep().value()).hasSize(64);
        }
    }

    @Test
    void anInterruptedThreadStillKeepsABlob() {
        Thread.currentThread().interrupt();

        assertThat(blobs().put("abc".getBytes(UTF_8))).isEqualTo(ABC);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatAKilledDaemonLeftIsSweptAway() throws Exception {
        Files.createDirectories(home.resolve("blobs"));
        Files.writeString(home.resolve("blobs/123.part"), "half");

        blobs().put("abc".getBytes(UTF_8));

        assertThat(files()).containsExactly(ABC.value());
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(home.resolve("blobs"), "in the way");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> blobs().put(new byte[1]))
                .satisfies(e -> assertThat(e.problem().detail()).contains("blobs"));
    }

    private String[] files() {
        return Objects.requireNonNull(home.resolve("blobs").toFile().list());
    }
}
