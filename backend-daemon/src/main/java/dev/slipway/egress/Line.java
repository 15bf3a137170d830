package dev.slipway.egress;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A connection of a program to its proxy, over whatever it came.
public interface Line extends Closeable {
    /// As a blocking channel does: at least one byte, or -1 at the end.
    int read(ByteBuffer to) throws IOException;

    int write(ByteBuffer from) throws IOException;

    /// Ends this half; the other may go on.
    void shutdownOutput() throws IOException;

    static Line of(SocketChannel channel) {
        return new Line() {
            @Override
            public int read(ByteBuffer to) throws IOException {
                return channel.read(to);
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return channel.write(from);
            }

            @Override
            public void shutdownOutput() throws IOException {
                channel.shutdownOutput();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
