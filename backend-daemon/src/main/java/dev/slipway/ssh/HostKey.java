package dev.slipway.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// By what a server proves that it is the same as last time.
/// @param type    such as `ssh-ed25519`
/// @param encoded the public key as in `known_hosts`: base 64 of its wire format (RFC 4253, section 6.6)
public record HostKey(String type, String encoded) {

    /// As OpenSSH shows it: `SHA256:` and the digest in base 64.
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(encoded));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
