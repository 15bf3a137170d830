package dev.slipway.rfb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// The beginning of a stream (RFC 6143, 7.1 to 7.3): version 3.8, no authentication or a password, the screen's
/// size.
final class Handshake {
    private static final int NONE = 1;
    private static final int PASSWORD = 2;
    private static final int MOST_TEXT = 4096;

    private final Bytes in;
    private final OutputStream out;
    private final Optional<String> password;

    /// What the server says of itself.
    record Welcome(int width, int height, String name) {}

    Handshake(Bytes in, OutputStream out, Optional<String> password) {
        this.in = in;
        this.out = out;
        this.password = password;
    }

    Welcome shake() throws IOException {
        version();
        security();
        send(1);
        int width = in.u16();
        int height = in.u16();
        in.skip(16);
        return new Welcome(width, height, in.text(in.length(MOST_TEXT, "A name")));
    }

    private void version() throws IOException {
        byte[] line = new byte[12];
        in.read(line, line.length);
        String version = new String(line, StandardCharsets.US_ASCII);
        if (!version.matches("RFB \\d{3}\\.\\d{3}\n")) {
            throw RfbException.malformed("No greeting of an RFB server");
        }
        if (version.substring(4, 11).compareTo("003.008") < 0) {
            throw new RfbException(RfbException.Kind.VERSION, version.substring(4, 11));
        }
        send("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void security() throws IOException {
        int count = in.u8();
        if (count == 0) {
            throw refused();
        }
        byte[] kinds = new byte[count];
        in.read(kinds, count);
        String offered = new String(kinds, StandardCharsets.ISO_8859_1);
        if (offered.indexOf(NONE) >= 0) {
            send(NONE);
        } else if (offered.indexOf(PASSWORD) >= 0 && password.isPresent()) {
            send(PASSWORD);
            byte[] challenge = new byte[16];
            in.read(challenge, challenge.length);
            send(answer(challenge, password.get()));
        } else {
            throw new RfbException(RfbException.Kind.SECURITY, java.util.Arrays.toString(kinds));
        }
        if (in.s32() != 0) {
            throw refused();
        }
    }

    private RfbException refused() throws IOException {
        return new RfbException(RfbException.Kind.REFUSED, in.text(in.length(MOST_TEXT, "A reason")));
    }

    private void send(int value) throws IOException {
        send(new byte[] {(byte) value});
    }

    private void send(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            RfbException lost = new RfbException(RfbException.Kind.LOST, String.valueOf(e.getMessage()));
            lost.initCause(e);
            throw lost;
        }
    }

    /// DES of the challenge, with the bits of each byte of the password in the other order (7.2.2).
    static byte[] answer(byte[] challenge, String password) {
        byte[] key = new byte[8];
        ByteBuffer.wrap(password.getBytes(StandardCharsets.ISO_8859_1)).get(key, 0, Math.min(8, password.length()));
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (Integer.reverse(key[i]) >>> 24);
        }
        try {
            Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
            des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
            return des.doFinal(challenge);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no DES", e);
        }
    }
}
