package dev.slipway.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Bytes to and from something that listens on or behind a server. Either side may end its half and go on reading.
public interface SshStream extends AutoCloseable {
    InputStream in();

    /// To close it ends this half only.
    OutputStream out();

    @Override
    void close() throws IOException;
}
