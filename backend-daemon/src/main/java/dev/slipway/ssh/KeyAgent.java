package dev.slipway.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;

/// Asks an agent for its keys and for signatures, by the protocol of draft-ietf-sshm-ssh-agent: each message is its
/// length (32 bits), its type (8 bits), and what belongs to it.
final class KeyAgent {
    private static final byte FAILURE = 5;
    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;
    private static final int LONGEST = 256 * 1024;

    private final Path socket;

    KeyAgent(Path socket) {
        this.socket = socket;
    }

    /// @return the wire format of each public key that it holds
    List<byte[]> keys() throws IOException {
        Buffer.PlainBuffer answer = ask(REQUEST_IDENTITIES, new Buffer.PlainBuffer(), IDENTITIES_ANSWER);
        List<byte[]> keys = new ArrayList<>();
        long count = answer.readUInt32();
        for (long i = 0; i < count; i++) {
            keys.add(answer.readBytes());
            // its comment
            answer.readBytes();
        }
        return keys;
    }

    /// @param flags 4 for RSA with SHA-512
    /// @return a signature with its algorithm, as it stands in a request
    byte[] sign(byte[] key, byte[] data, int flags) throws IOException {
        Buffer.PlainBuffer question =
                new Buffer.PlainBuffer().putString(key).putString(data).putUInt32(flags);
        return ask(SIGN_REQUEST, question, SIGN_RESPONSE).readBytes();
    }

    private Buffer.PlainBuffer ask(byte type, Buffer.PlainBuffer content, byte expected) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            byte[] body = content.getCompactData();
            ByteBuffer question = ByteBuffer.allocate(5 + body.length)
                    .putInt(1 + body.length)
                    .put(type)
                    .put(body)
                    .flip();
            while (question.hasRemaining()) {
                channel.write(question);
            }
            int length = read(channel, 4).getInt();
            if (length < 1 || length > LONGEST) {
                throw new IOException("the agent's answer has " + length + " bytes");
            }
            ByteBuffer answer = read(channel, length);
            byte answered = answer.get();
            if (answered == FAILURE) {
                throw new IOException("the agent refused");
            }
            if (answered != expected) {
                throw new IOException("the agent answered with message " + answered);
            }
            byte[] rest = new byte[answer.remaining()];
            answer.get(rest);
            return new Buffer.PlainBuffer(rest);
        } catch (Buffer.BufferException e) {
            throw new IOException("the agent's answer is cut", e);
        }
    }

    private static ByteBuffer read(SocketChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the agent ended the connection");
            }
        }
        return buffer.flip();
    }
}
