package dev.slipway.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Opens the way to a desktop's server, whatever it leads through. Called off the window's thread; may throw a
/// [dev.slipway.model.problem.ProblemException] of its own, which is shown as it is.
@FunctionalInterface
public interface Connector {
    Line open() throws IOException;

    /// An open way.
    /// @param end closes both directions, from any thread
    record Line(InputStream in, OutputStream out, Closeable end) {}
}
