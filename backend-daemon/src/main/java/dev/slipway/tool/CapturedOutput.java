package dev.slipway.tool;

import dev.slipway.journal.BlobDraft;
import dev.slipway.journal.Blobs;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.BlobId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a program's output, of any length, with bounded memory: shows it live, keeps its beginning and its end for
/// the model, and the whole of it on disk.
final class CapturedOutput implements AutoCloseable {
    /// What a model gets of one call's output, in characters: some 8,000 tokens.
    static final int FOR_MODEL = 30_000;
    /// What is kept of one call's output, in bytes.
    static final long KEPT = 64L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CapturedOutput.class);
    private static final int IN_MEMORY = 256 * 1024;

    private final Blobs blobs;
    private final LiveOutput live;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final PlainText plain = new PlainText();
    private final HeadAndTail shown = new HeadAndTail(FOR_MODEL);
    private final ByteBuffer undecoded = ByteBuffer.allocate(64 * 1024);
    private final CharBuffer decoded = CharBuffer.allocate(64 * 1024);

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable BlobDraft draft;
    private @Nullable Problem unkept;
    private long bytes;

    CapturedOutput(Blobs blobs, LiveOutput live) {
        this.blobs = blobs;
        this.live = live;
    }

    /// Reads to the end. A pipe that breaks is an end like any other: its program has been ended.
    void drain(InputStream in) {
        byte[] buffer = new byte[32 * 1024];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                keep(buffer, count);
                decode(buffer, count);
            }
        } catch (IOException broken) {
            LOG.debug("The output of a program broke off", broken);
        }
    }

    /// What became of it; call it once, when all is drained.
    Captured finish() {
        undecoded.flip();
        decoder.decode(undecoded, decoded, true);
        pass();
        decoder.flush(decoded);
        pass();
        shown.add(plain.finish());
        if (!shown.cut()) {
            return new Captured(shown.text(""), Optional.empty());
        }
        Optional<BlobId> whole = store();
        return new Captured(shown.text(gap(whole)), whole);
    }

    /// @param text  for the model
    /// @param whole all of it, when `text` is only a part
    record Captured(String text, Optional<BlobId> whole) {}

    @Override
    public void close() {
        if (draft != null) {
            draft.close();
        }
    }

    private void keep(byte[] buffer, int count) {
        int kept = (int) Math.min(count, KEPT - bytes);
        bytes += count;
        if (kept <= 0 || unkept != null) {
            return;
        }
        try {
            if (draft == null && memory.size() + kept <= IN_MEMORY) {
                memory.write(buffer, 0, kept);
            } else {
                draft().write(buffer, 0, kept);
            }
        } catch (ProblemException full) {
            unkept = full.problem();
        }
    }

    private BlobDraft draft() {
        BlobDraft known = draft;
        if (known == null) {
            known = blobs.draft();
            draft = known;
            known.write(memory.toByteArray(), 0, memory.size());
            memory.reset();
        }
        return known;
    }

    private void decode(byte[] buffer, int count) {
        int at = 0;
        while (at < count) {
            int piece = Math.min(count - at, undecoded.remaining());
            undecoded.put(buffer, at, piece);
            at += piece;
            undecoded.flip();
            while (decoder.decode(undecoded, decoded, false).isOverflow()) {
                pass();
            }
            pass();
            undecoded.compact();
        }
    }

    private void pass() {
        decoded.flip();
        if (decoded.hasRemaining()) {
            live.add(decoded);
            shown.add(plain.add(decoded));
        }
        decoded.clear();
    }

    private Optional<BlobId> store() {
        if (unkept != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(draft().keep());
        } catch (ProblemException full) {
            unkept = full.problem();
            return Optional.empty();
        }
    }

    private String gap(Optional<BlobId> whole) {
        String missing =
                "[… " + count(shown.missing()) + " characters left out of " + count(bytes) + " bytes of output. ";
        String kept;
        if (whole.isEmpty()) {
            kept = "The rest could not be kept" + (unkept == null ? "." : ": " + unkept.title() + ".");
        } else if (bytes > KEPT) {
            kept = "People can see the first " + KEPT / 1024 / 1024 + " MiB.";
        } else {
            kept = "People can see all of it.";
        }
        return missing + kept
                + " To see more yourself, run it again with its output in a file under /tmp, then use grep,"
                + " sed -n or tail on that. …]";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
