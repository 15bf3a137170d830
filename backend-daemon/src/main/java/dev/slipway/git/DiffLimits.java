package dev.slipway.git;

/// How much of a difference is told. What is beyond is left out and the diff marked as truncated; the counts of
/// files and lines cover everything all the same.
/// @param files      files listed
/// @param patchBytes of one file's patch; a longer one is left out whole
/// @param totalBytes of all patches together; 0 asks for no patches at all
public record DiffLimits(int files, int patchBytes, int totalBytes) {
    /// For review by a person.
    public static final DiffLimits REVIEW = new DiffLimits(10_000, 512 * 1024, 8 * 1024 * 1024);

    /// File names and counts alone.
    public static final DiffLimits NAMES = new DiffLimits(10_000, 0, 0);

    boolean patches() {
        return totalBytes > 0;
    }
}
