package dev.slipway.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/// A connection to a unix socket of this machine.
final class LocalStream implements HostStream {
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    private LocalStream(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
        this.out = new Out(channel);
    }

    static LocalStream to(String path) throws IOException {
        return new LocalStream(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static final class Out extends OutputStream {
        private final SocketChannel channel;

        Out(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                channel.shutdownOutput();
            } catch (ClosedChannelException e) {
                // Then it ended with the whole connection.
            }
        }
    }
}
