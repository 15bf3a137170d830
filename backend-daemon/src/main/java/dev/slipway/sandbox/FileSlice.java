package dev.slipway.sandbox;

/// A part of a file's content.
/// @param bytes  what was read
/// @param offset where in the file that begins
/// @param size   of the whole file, in bytes
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record FileSlice(byte[] bytes, long offset, long size) {
    /// Whether there is more behind it.
    public boolean more() {
        return offset + bytes.length < size;
    }
}
