package dev.slipway.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Bytes to and from something that listens on a host. Either side may end its half and go on reading.
public interface HostStream extends AutoCloseable {
    InputStream in();

    /// What is written may wait until it is flushed. To close it ends this half only.
    OutputStream out();

    @Override
    void close() throws IOException;
}
