package dev.slipway.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// `slipway` as a process, and what it prints.
final class CommandLineProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Output out;
    private final Output err;

    CommandLineProcess(Process process) throws IOException {
        this.process = process;
        process.getOutputStream().close();
        out = new Output(process.getInputStream());
        err = new Output(process.getErrorStream());
    }

    /// Waits for its end.
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("Still running after " + PATIENCE.toSeconds() + " s. It printed:\n" + this);
            }
            out.reading.join();
            err.reading.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits until it has printed this on standard output.
    void awaitOut(String text) throws InterruptedException {
        if (!out.await(text)) {
            throw new AssertionError("It did not print \"" + text + "\", but:\n" + this);
        }
    }

    /// Ctrl-C.
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /// All that it printed, once it has ended.
    String out() {
        return out.text();
    }

    String err() {
        return err.text();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return out.text() + err.text();
    }

    private static final class Output {
        private final StringBuilder text = new StringBuilder();
        private final Thread reading;
        private boolean ended;

        Output(InputStream stream) {
            reading = Thread.ofVirtual().start(() -> read(stream));
        }

        synchronized String text() {
            return text.toString();
        }

        synchronized boolean await(String wanted) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (text.indexOf(wanted) < 0) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (ended || left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }

        private synchronized void add(String piece) {
            text.append(piece);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        private void read(InputStream stream) {
            try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
                char[] some = new char[4096];
                for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
                    add(String.valueOf(some, 0, count));
                }
            } catch (IOException e) {
                add("(reading failed: " + e + ")");
            } finally {
                end();
            }
        }
    }
}
