package dev.slipway.tool;

import dev.slipway.journal.BlobDraft;
import dev.slipway.journal.Blobs;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.BlobId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a program's output, of any length, with bounded memory: shows it live, keeps its beginning and its end for
/// the model, and the whole of it on disk. It looks at no byte more than once while the program runs, so that a flood
/// costs little.
final class CapturedOutput implements AutoCloseable {
    /// What a model gets of one call's output, in characters: some 8,000 tokens.
    static final int FOR_MODEL = 30_000;
    /// What is kept of one call's output, in bytes.
    static final long KEPT = 64L * 1024 * 1024;

    /// Of the beginning, and of the end; more than what a model gets, as control sequences still come off.
    private static final int END = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CapturedOutput.class);

    private final Blobs blobs;
    private final LiveOutput live;
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private final ByteRing end = new ByteRing(END);
    private @Nullable BlobDraft draft;
    private @Nullable Problem unkept;
    private long bytes;

    CapturedOutput(Blobs blobs, LiveOutput live) {
        this.blobs = blobs;
        this.live = live;
    }

    /// Reads to the end. A pipe that breaks is an end like any other: its program has been ended.
    void drain(InputStream in) {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                keep(buffer, count);
                end.add(buffer, 0, count);
                live.add(buffer, count);
            }
        } catch (IOException broken) {
            LOG.debug("The output of a program broke off", broken);
        }
    }

    /// What became of it; call it once, when all is drained.
    Captured finish() {
        if (bytes <= END) {
            HeadAndTail shown = new HeadAndTail(FOR_MODEL);
            shown.add(plain(beginning.toByteArray(), 0));
            if (!shown.cut()) {
                return new Captured(shown.text(""), Optional.empty());
            }
            Optional<BlobId> whole = store();
            return new Captured(shown.text(gap(whole)), whole);
        }
        String head = plain(beginning.toByteArray(), 0);
        byte[] last = end.since(0);
        String tail = plain(last, firstLine(last));
        Optional<BlobId> whole = store();
        String first = head.substring(0, Math.min(head.length(), FOR_MODEL / 2));
        return new Captured(
                first + "\n" + gap(whole) + "\n" + tail.substring(Math.max(0, tail.length() - FOR_MODEL / 2)), whole);
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
        int first = Math.min(count, Math.max(0, END - beginning.size()));
        beginning.write(buffer, 0, first);
        bytes += count;
        if (kept <= 0 || unkept != null || bytes <= END) {
            return;
        }
        try {
            if (draft == null) {
                byte[] start = beginning.toByteArray();
                draft().write(start, 0, start.length);
                draft().write(buffer, first, kept - first);
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
        }
        return known;
    }

    private Optional<BlobId> store() {
        if (unkept != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(draft == null ? blobs.put(beginning.toByteArray()) : draft.keep());
        } catch (ProblemException full) {
            unkept = full.problem();
            return Optional.empty();
        }
    }

    private String gap(Optional<BlobId> whole) {
        String kept;
        if (whole.isEmpty()) {
            kept = "The rest could not be kept" + (unkept == null ? "." : ": " + unkept.title() + ".");
        } else if (bytes > KEPT) {
            kept = "People can see the first " + KEPT / 1024 / 1024 + " MiB.";
        } else {
            kept = "People can see all of it.";
        }
        return String.format(Locale.ROOT, "[… the middle of %,d bytes of output is left out. ", bytes) + kept
                + " To see more yourself, run it again with its output in a file under /tmp, then use grep, sed -n or"
                + " tail on that. …]";
    }

    private static String plain(byte[] bytes, int from) {
        PlainText plain = new PlainText();
        return plain.add(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)) + plain.finish();
    }

    private static int firstLine(byte[] bytes) {
        for (int i = 0; i < bytes.length / 2; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }
}
