package dev.slipway.llm;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/// A request's body that leaves for the network as soon as it is written, and is never sent again unasked.
final class FlushedBody extends RequestBody {
    private final byte[] bytes;
    private final @Nullable MediaType mediaType;

    FlushedBody(byte[] bytes, String mediaType) {
        this.bytes = bytes;
        this.mediaType = MediaType.parse(mediaType);
    }

    @Override
    public @Nullable MediaType contentType() {
        return mediaType;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
        sink.flush();
    }
}
