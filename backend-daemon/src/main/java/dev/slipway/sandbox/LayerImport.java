package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.host.HostProcess;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A layer on its way to a host: see `import.sh`. The host checks each part against its digest before it unpacks it,
/// and
/// has the layer whole or not at all. One that is cut leaves what it has, and the next goes on there.
public final class LayerImport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LayerImport.class);
    /// How many parts the host may have to unpack still.
    private static final int AHEAD = 3;

    private final HostProcess process;
    private final BufferedReader answers;
    private final Semaphore room = new Semaphore(AHEAD);
    private final CompletableFuture<Void> landed = new CompletableFuture<>();
    private final int next;

    LayerImport(HostProcess process, int parts) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.stdout(), UTF_8));
        try {
            String line = line();
            this.next = line.equals("have") ? parts : Integer.parseInt(line.substring("next ".length()));
            if (line.equals("have")) {
                landed.complete(null);
            } else {
                Thread.ofVirtual().name("layer import").start(this::listen);
            }
        } catch (IOException e) {
            process.end();
            throw Driver.notShipped(e);
        }
    }

    /// The first part that is missing; as many as there are parts if none is.
    public int next() {
        return next;
    }

    /// Where to write a part's bytes. Waits while the host has enough to do.
    public OutputStream begin(LayerPart part) throws IOException, InterruptedException {
        room.acquire();
        if (landed.isCompletedExceptionally()) {
            finish();
        }
        process.stdin().write((part.line() + "\n").getBytes(UTF_8));
        return process.stdin();
    }

    /// Returns once the layer is there.
    public void finish() throws IOException {
        try {
            process.stdin().flush();
        } catch (IOException e) {
            LOG.debug("The host does not listen any more; it says why", e);
        }
        try {
            landed.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// Why the host gave up, if it did and said so.
    public Optional<String> failure() {
        return landed.isCompletedExceptionally()
                ? Optional.ofNullable(landed.exceptionNow().getMessage())
                : Optional.empty();
    }

    @Override
    public void close() {
        if (process.runs()) {
            process.end();
        }
    }

    private void listen() {
        try {
            for (String line = line(); !line.equals("landed"); line = line()) {
                room.release();
            }
            landed.complete(null);
        } catch (IOException e) {
            landed.completeExceptionally(e);
            room.release(1_000_000);
        }
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            String said = new String(process.stderr().readNBytes(1 << 16), UTF_8).strip();
            throw new EOFException(said.isEmpty() ? "the host that is to have it was cut off" : said);
        }
        return line;
    }
}
