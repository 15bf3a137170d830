package dev.slipway.ssh;

import dev.slipway.model.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The key by which a daemon logs in to its hosts: made when it is first needed, in OpenSSH's format (PROTOCOL.key), so
/// that `ssh -i` takes it, too.
/// @param file     the private half, readable by its owner only
/// @param publicLine as it belongs into `authorized_keys`
public record OwnKey(Path file, String publicLine) {
    private static final String TYPE = "ssh-ed25519";
    private static final int KEY_BYTES = 32;
    private static final int LINE = 70;

    /// The key in a file, made unless it is there; its public half lies beside it, with `.pub` at its end.
    /// @param comment shown behind the key, such as `slipway@build`
    public static OwnKey in(Path file, String comment) {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        try {
            if (!Files.exists(file) || !Files.exists(publicFile)) {
                make(file, publicFile, comment);
            }
            return new OwnKey(file, Files.readString(publicFile).strip());
        } catch (IOException e) {
            throw Problem.unavailable(
                            "no-own-key", "The daemon's SSH key can't be read or made", String.valueOf(e.getMessage()))
                    .withRemedy("See to it that the daemon may write in " + file.getParent() + ".")
                    .toException(e);
        }
    }

    public SshLogin login() {
        return new SshLogin.KeyFile(file, Optional.empty());
    }

    private static void make(Path file, Path publicFile, String comment) throws IOException {
        KeyPair pair = generate();
        // Both encodings end with the 32 bytes of the key itself (RFC 8410).
        byte[] open = last(pair.getPublic().getEncoded());
        byte[] secret = last(pair.getPrivate().getEncoded());
        Parts line = new Parts().text(TYPE).bytes(open);
        int check = new SecureRandom().nextInt();
        Parts inner = new Parts()
                .number(check)
                .number(check)
                .text(TYPE)
                .bytes(open)
                .bytes(concat(secret, open))
                .text(comment)
                .padded();
        Parts outer = new Parts()
                .raw("openssh-key-v1\0")
                .text("none")
                .text("none")
                .text("")
                .number(1)
                .bytes(line.all())
                .bytes(inner.all());
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(outer.all());
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String publicLine = TYPE + " " + Base64.getEncoder().encodeToString(line.all()) + " " + comment + "\n";
        Files.writeString(publicFile, publicLine);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh, "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    private static byte[] last(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /// SSH's own way to write one thing after the other (RFC 4251, section 5).
    private static final class Parts {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Parts raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        Parts number(int value) throws IOException {
            out.writeInt(value);
            return this;
        }

        Parts text(String text) throws IOException {
            return bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        Parts bytes(byte[] value) throws IOException {
            out.writeInt(value.length);
            out.write(value);
            return this;
        }

        /// To a multiple of eight, by 1, 2, 3 …
        Parts padded() throws IOException {
            for (int i = 1; bytes.size() % 8 != 0; i++) {
                out.writeByte(i);
            }
            return this;
        }

        byte[] all() {
            return bytes.toByteArray();
        }
    }
}
