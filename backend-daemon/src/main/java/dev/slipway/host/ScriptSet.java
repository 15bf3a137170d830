package dev.slipway.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Scripts that ship as resources of a package and belong together. They are installed on a host in a directory
/// named by their content, so that daemons of different versions can share a host, and no script changes while
/// it runs.
/// @param hash    the first 16 hexadecimal digits of a SHA-256 over names and contents
/// @param scripts content by file name
public record ScriptSet(String hash, Map<String, String> scripts) {

    /// Reads the named resources beside `owner`.
    public static ScriptSet of(Class<?> owner, String... names) {
        SortedMap<String, String> scripts = new TreeMap<>();
        for (String name : names) {
            scripts.put(name, read(owner, name));
        }
        return new ScriptSet(hash(scripts), Map.copyOf(scripts));
    }

    private static String read(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " is not beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(SortedMap<String, String> scripts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            scripts.forEach((name, content) -> {
                digest.update((name + '\0' + content + '\0').getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
