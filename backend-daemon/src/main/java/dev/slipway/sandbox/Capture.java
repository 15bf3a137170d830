package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.host.HostProcess;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;

/// A layer in the making beside running programs, by `capture.sh`: first a copy while they go on, then the moment in
/// which they stand still.
final class Capture implements AutoCloseable {
    /// A copy of a whole tree takes its time.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final HostProcess process;
    private final BufferedReader output;

    Capture(HostProcess process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.stdout(), UTF_8));
        Thread.ofVirtual().name("time limit of capture").start(this::endAfterPatience);
    }

    /// Returns once there is a copy, as good as one can be of what is being changed.
    void awaitCopy() throws InterruptedException {
        expect("ready");
    }

    /// Stops the programs, takes what changed since, and lets them go on. No program may be started meanwhile.
    /// @return how long they stood still
    Duration take() throws InterruptedException {
        try {
            process.stdin().write('\n');
            process.stdin().close();
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
        return Duration.ofNanos(Long.parseLong(expect("pause")));
    }

    /// Returns once the layer is there.
    /// @return its bytes on disk
    long awaitLayer() throws InterruptedException {
        return Long.parseLong(expect("captured"));
    }

    /// Ends it, wherever it stands; of the layer nothing is left unless it is there already.
    @Override
    public void close() {
        if (process.runs()) {
            process.end();
        }
    }

    private String expect(String word) throws InterruptedException {
        try {
            String line = output.readLine();
            if (line != null && (line + " ").startsWith(word + " ")) {
                return line.substring(word.length()).strip();
            }
            String said = new String(process.stderr().readNBytes(1 << 16), UTF_8).strip();
            int code = process.waitFor();
            throw failed(said.isEmpty() ? "it ended with " + code : said);
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private void endAfterPatience() {
        try {
            if (process.waitFor(PATIENCE).isEmpty()) {
                process.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProblemException e) {
            // Whoever waits for it is told the same.
        }
    }

    private static ProblemException failed(String why) {
        return Problem.unavailable(
                        "snapshot-failed", "The sandbox's files could not be copied aside", "The host says: " + why)
                .withRemedy("The sandbox goes on as it was. Look for a full disk on its host, then try again.")
                .toException();
    }
}
