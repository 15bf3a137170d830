package dev.slipway.sandbox;

import dev.slipway.egress.Line;
import dev.slipway.ssh.SshStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A connection that came through SSH, as the proxy takes it.
record StreamLine(SshStream stream) implements Line {
    @Override
    public int read(ByteBuffer to) throws IOException {
        byte[] bytes = new byte[to.remaining()];
        int count = stream.in().read(bytes);
        if (count > 0) {
            to.put(bytes, 0, count);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        OutputStream out = stream.out();
        out.write(bytes);
        out.flush();
        return bytes.length;
    }

    @Override
    public void shutdownOutput() throws IOException {
        stream.out().close();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
