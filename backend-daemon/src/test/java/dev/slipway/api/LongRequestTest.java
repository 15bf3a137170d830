package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An import or a stop may take its time; a client that says nothing may not.
final class LongRequestTest {
    private static final Duration IDLE = Duration.ofMillis(200);

    @RegisterExtension
    final RunningServer server = new RunningServer(ApiSettings.usual("1.2.3").withIdle(IDLE));

    @Test
    void anAnswerThatTakesLongIsNotCut() throws Exception {
        long began = System.nanoTime();

        String stopped =
                server.post("/api/v1/sessions/01kpy3zq8w2rt/stop", "{}").body();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(IDLE.multipliedBy(4));
        assertThat(stopped).contains("\"stopped\":true");
    }

    @Test
    void aRequestWhoseRestDoesNotComeIsCut() throws Exception {
        String answer = server.raw("POST /api/v1/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + server.token() + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

        assertThat(answer).matches("(?s)|HTTP/1.1 4(00|08) .*");
    }
}
