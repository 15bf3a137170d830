package dev.slipway.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletionStage;

/// A program that runs on a server. Its streams are raw bytes; whoever does not read holds the writer back. To close it
/// lets go of the channel and does not end the program.
public interface SshProcess extends AutoCloseable {
    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /// Completes with the exit code, 128 + n when signal n ended it; or exceptionally, with a problem, when the
    /// connection was lost before.
    CompletionStage<Integer> onExit();

    @Override
    void close();
}
