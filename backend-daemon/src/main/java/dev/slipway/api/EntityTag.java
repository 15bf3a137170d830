package dev.slipway.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Versions of what is shown: a strong entity tag is a hash of the answer's bytes (RFC 9110, 8.8.3).
final class EntityTag {
    private EntityTag() {}

    static String of(byte[] body) {
        return '"' + sha256(body).substring(0, 32) + '"';
    }

    /// Whether a header's list of tags, or `*`, names this one. A weak tag counts as the strong one: what it marks is
    /// the same text.
    static boolean matches(String header, String tag) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }

    /// In hexadecimal digits.
    static String sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
