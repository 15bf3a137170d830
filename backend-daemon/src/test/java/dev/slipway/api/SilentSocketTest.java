package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.wire.ServerFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SilentSocketTest {
    @RegisterExtension
    final RunningServer server = new RunningServer(ApiSettings.usual("1.2.3").withPingEvery(Duration.ofMillis(400)));

    @Test
    void aClientThatAnswersNoPingIsCutOffAndOneThatDoesStays() throws Exception {
        try (SocketClient client = new SocketClient(server);
                RawSocket silent = new RawSocket(server)) {
            client.next(ServerFrame.Hello.class);
            silent.awaitEnd();

            assertThat(server.get("/metrics").body()).contains("slipway_sockets 1\n");
        }
    }
}
