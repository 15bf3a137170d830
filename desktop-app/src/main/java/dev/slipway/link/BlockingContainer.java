package dev.slipway.link;

import jakarta.websocket.ClientEndpointConfig;
import java.io.IOException;
import java.util.Map;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;

/// Where Tyrus asks for a connection: it gets the [Line] that came with the endpoint, instead of one of its own
/// containers, which notice a cut during the handshake only when the handshake's time is up. Public with a
/// constructor since Tyrus makes it by its name; nobody else has a use for it.
public final class BlockingContainer implements ClientContainer {
    static final String LINE = "dev.slipway.link.line";

    @Override
    public void openClientSocket(ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
            throws IOException {
        if (!(config.getUserProperties().get(LINE) instanceof Line line)) {
            throw new IllegalArgumentException("The endpoint came without its line");
        }
        line.open(engine);
    }
}
