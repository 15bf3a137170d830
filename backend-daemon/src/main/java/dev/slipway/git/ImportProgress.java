package dev.slipway.git;

/// Hears how an import or fetch gets on. Called from the importing thread, at most a few times a second.
@FunctionalInterface
public interface ImportProgress {
    /// Hears nothing.
    ImportProgress SILENT = (step, done, total) -> true;

    /// @param step  what is being done, in words, such as "Receiving objects"
    /// @param total 0 while unknown
    /// @return whether to go on; false cancels, and leaves nothing behind
    boolean at(String step, long done, long total);
}
