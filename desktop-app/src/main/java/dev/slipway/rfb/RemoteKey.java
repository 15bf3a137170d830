package dev.slipway.rfb;

/// A key as a server knows it.
/// @param symbol what it means: an X keysym
/// @param code   where it is: its code in the PC's set 1, with 0x80 for the prefix 0xe0; 0 if only the meaning counts
public record RemoteKey(int symbol, int code) {
    /// The key, on whatever keyboard, that writes a character.
    public static RemoteKey of(int codePoint) {
        boolean latin = (codePoint >= 0x20 && codePoint <= 0x7e) || (codePoint >= 0xa0 && codePoint <= 0xff);
        return new RemoteKey(latin ? codePoint : 0x01000000 | codePoint, 0);
    }
}
