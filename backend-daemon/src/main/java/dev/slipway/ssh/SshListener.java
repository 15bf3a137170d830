package dev.slipway.ssh;

/// A unix socket of a server on which the daemon listens.
public interface SshListener extends AutoCloseable {
    /// Whether connections still come through; not after the connection to the server was lost.
    boolean stands();

    /// Takes no more connections; those that there are go on.
    @Override
    void close();
}
