package dev.slipway.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Interrupting its thread ends a call at once, whatever it is waiting for.
class StoppingTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /// The goal is far below 100 ms; a test machine may be busy. None of these calls would end by itself within a
    /// minute.
    private static final long AT_ONCE_MILLIS = 2_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void cutsAConnectionThatIsSilent(Provider.Kind kind) throws Exception {
        StubReply silent = Calling.wire(kind).text("Hm").end().after(2, StubReply.Ending.SILENT);
        stopsAtOnce(kind, silent, ModelEvent.ResponseStarted.class, true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void cutsAStreamThatFlows(Provider.Kind kind) throws Exception {
        int delta = kind == Provider.Kind.ANTHROPIC ? 4 : kind == Provider.Kind.OPENAI_RESPONSES ? 3 : 1;
        StubReply flowing = Calling.wire(kind).text("x").end().after(delta, StubReply.Ending.ENDLESS);
        stopsAtOnce(kind, flowing, ModelEvent.TextDelta.class, true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void doesNotWaitForTheNextAttempt(Provider.Kind kind) throws Exception {
        StubReply limited = StubReply.error(
                429, "{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}", Map.of("retry-after", "60"));
        stopsAtOnce(kind, limited, ModelEvent.RetryScheduled.class, false);
    }

    private static void stopsAtOnce(
            Provider.Kind kind, StubReply reply, Class<? extends ModelEvent> onceSeen, boolean connected)
            throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        AtomicLong endedAt = new AtomicLong();
        ModelRequest standard = Calling.request(kind);
        ModelRequest request = new ModelRequest(
                standard.model(),
                standard.system(),
                standard.messages(),
                standard.tools(),
                standard.options().withMaxOutputTokens(Integer.MAX_VALUE / 64));
        try (ProviderStub stub = ProviderStub.playing(reply);
                Models models = Calling.models(kind, stub, RetryPolicy.STANDARD)) {
            ModelClient client = models.client("p/any");
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    client.call(request, event -> {
                        if (onceSeen.isInstance(event)) {
                            seen.countDown();
                        }
                    });
                } catch (Exception | Error thrown) {
                    outcome.set(thrown);
                } finally {
                    endedAt.set(System.nanoTime());
                    ended.countDown();
                }
            });
            assertThat(seen.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            long interruptedAt = System.nanoTime();
            caller.interrupt();
            assertThat(ended.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            assertThat(millis(interruptedAt, endedAt.get())).isLessThan(AT_ONCE_MILLIS);
            if (connected) {
                assertThat(millis(interruptedAt, stub.takeDeparture(LIMIT))).isLessThan(AT_ONCE_MILLIS);
            }
        }
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }
}
