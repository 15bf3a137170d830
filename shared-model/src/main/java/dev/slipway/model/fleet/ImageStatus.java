package dev.slipway.model.fleet;

/// How far the build of an image is.
public enum ImageStatus {
    /// It waits for others on its host.
    QUEUED,
    RUNNING,
    /// Sessions start from it, unless a newer one is there.
    SUCCEEDED,
    /// The last good image stays in use.
    FAILED,
    /// Nothing had changed since the last good image.
    SKIPPED,
    /// The daemon ended in the midst of it.
    INTERRUPTED;

    /// Whether nothing more comes of it.
    public boolean over() {
        return this != QUEUED && this != RUNNING;
    }
}
