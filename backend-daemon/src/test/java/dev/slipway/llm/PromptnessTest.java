package dev.slipway.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptnessTest {

    /// Each write that waits for a delayed acknowledgement would cost 40 ms. On a busy machine some calls take long all
    /// the same.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void sendsLongRequestsWithoutWaitingInBetween(Provider.Kind kind) throws Exception {
        ModelRequest request = Calling.request(kind, List.of(Message.user("x".repeat(17_000))));
        List<Long> nanos = new ArrayList<>();
        try (ProviderStub stub =
                        ProviderStub.playing(Calling.wire(kind).text("Hi").end());
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            ModelClient client = models.client("p/any");
            for (int i = 0; i < 21; i++) {
                long before = System.nanoTime();
                client.call(request, event -> {});
                StubRequest received = stub.takeRequest(Duration.ofSeconds(5));
                nanos.add(received.arrivedNanos() - before);
            }
        }
        nanos.sort(null);
        assertThat(Duration.ofNanos(nanos.get(5))).isLessThan(Duration.ofMillis(38));
    }
}
