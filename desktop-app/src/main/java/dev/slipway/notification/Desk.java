package dev.slipway.notification;

/// The system's own notifications. Blocks; not for a window's thread.
public interface Desk extends AutoCloseable {
    /// Shows one, in place of an earlier one of the same key that is still there.
    /// @param link   a `slipway://` link to its place, for systems that can only open links
    /// @param opened done when the person clicks it, on any thread
    /// @return false when this system shows none
    boolean show(String key, String title, String detail, String link, Runnable opened);

    @Override
    void close();

    /// That of the system this runs on.
    static Desk ofThisSystem() {
        String system = System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT);
        if (system.contains("mac") || system.contains("windows")) {
            return new CommandDesk(system.contains("mac") ? CommandDesk.MAC : CommandDesk.WINDOWS);
        }
        return new FreedesktopDesk(FreedesktopDesk.sessionBus(System.getenv()));
    }
}
