package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.host.HostProcess;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A layer on its way out of a host, in parts of some 32 MiB that are asked for: see `export.sh`. Ask for the next
/// before
/// the last has been read, so that the host packs one while it sends the other.
public final class LayerExport implements AutoCloseable {
    private static final int LINE_LIMIT = 1_024;

    private final HostProcess process;
    private final InputStream output;
    private final int parts;
    private final String plan;

    LayerExport(HostProcess process) {
        this.process = process;
        this.output = new BufferedInputStream(process.stdout(), 1 << 18);
        try {
            String[] words = line().split(" ", -1);
            this.parts = Integer.parseInt(words[1]);
            this.plan = words[2];
        } catch (IOException e) {
            process.end();
            throw Driver.notShipped(e);
        }
    }

    /// How many there are.
    public int parts() {
        return parts;
    }

    /// What is in which part, as a digest: the same wherever the same layer is exported.
    public String plan() {
        return plan;
    }

    public void ask(int number, LayerPart.Packing packing) throws IOException {
        process.stdin().write((number + " " + packing.word() + "\n").getBytes(UTF_8));
        process.stdin().flush();
    }

    /// The part that was asked for first of those not read yet. Then read its bytes by [#transfer].
    public LayerPart next() throws IOException {
        return LayerPart.parse(line());
    }

    public void transfer(LayerPart part, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = part.length();
        while (left > 0) {
            int read = output.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("a part was cut");
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    @Override
    public void close() {
        if (process.runs()) {
            process.end();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = output.read(); c != '\n'; c = output.read()) {
            if (c < 0 || line.length() > LINE_LIMIT) {
                String said = new String(process.stderr().readNBytes(1 << 16), UTF_8).strip();
                throw new EOFException(said.isEmpty() ? "the host that has it was cut off" : said);
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
