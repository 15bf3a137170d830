package dev.slipway.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final Provider.Kind KIND = Provider.Kind.ANTHROPIC;
    private static final StubReply OVERLOADED = StubReply.error(
            529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", Map.of());

    private final List<ModelEvent> events = new ArrayList<>();

    @Test
    void showsEachRetryAndCountsAllTokens() throws Exception {
        StubReply cut = Wire.anthropic().text("Half ", "an answer").end().after(5, StubReply.Ending.CUT);
        StubReply good = Wire.anthropic().text("Whole answer").end();
        RetryPolicy policy = new RetryPolicy(4, 4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);
        try (ProviderStub stub = ProviderStub.playing(OVERLOADED, cut, good);
                Models models = Calling.models(KIND, stub, policy)) {
            ModelReply reply = models.client("p/any").call(Calling.request(KIND), events::add);
            assertThat(reply.text()).isEqualTo("Whole answer");
            assertThat(reply.contextTokens()).isEqualTo(100);
            assertThat(reply.spent().input()).isEqualTo(2 * reply.usage().input());
        }
        assertThat(events)
                .filteredOn(event -> event instanceof ModelEvent.RequestSent
                        || event instanceof ModelEvent.RetryScheduled
                        || event instanceof ModelEvent.PartialAbandoned)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "RequestSent",
                        "RetryScheduled",
                        "RequestSent",
                        "PartialAbandoned",
                        "RetryScheduled",
                        "RequestSent");
        assertThat(events).contains(new ModelEvent.RequestSent(3), new ModelEvent.PartialAbandoned(2));
    }

    @Test
    void repeatsNothingThatCanNotPass() {
        StubReply wrong = StubReply.error(400, "{\"error\":{\"message\":\"bad\"}}", Map.of());
        try (ProviderStub stub = ProviderStub.playing(wrong);
                Models models = Calling.models(KIND, stub, Calling.QUICK)) {
            ModelCallException failed = catchThrowableOfType(
                    ModelCallException.class, () -> models.client("p/any").call(Calling.request(KIND), events::add));
            assertThat(failed.failure().retryable()).isFalse();
            assertThat(stub.requests()).hasSize(1);
        }
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        try (ProviderStub stub = ProviderStub.playing(OVERLOADED);
                Models models = Calling.models(KIND, stub, Calling.QUICK)) {
            ModelCallException failed = catchThrowableOfType(
                    ModelCallException.class, () -> models.client("p/any").call(Calling.request(KIND), events::add));
            assertThat(failed.failure()).isInstanceOf(ModelFailure.Overloaded.class);
            assertThat(stub.requests()).hasSize(Calling.QUICK.attempts());
        }
    }

    @Test
    void waitsAsLongAsTheProviderAsks() throws Exception {
        StubReply limited = StubReply.error(
                429,
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}",
                Map.of("retry-after-ms", "40", "retry-after", "1"));
        try (ProviderStub stub = ProviderStub.playing(
                        limited, Wire.anthropic().text("Hi").end());
                Models models = Calling.models(KIND, stub, Calling.QUICK)) {
            models.client("p/any").call(Calling.request(KIND), events::add);
            long between = stub.requests().get(1).arrivedNanos()
                    - stub.requests().get(0).arrivedNanos();
            assertThat(between).isGreaterThanOrEqualTo(40_000_000L);
        }
        assertThat(events)
                .filteredOn(ModelEvent.RetryScheduled.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((ModelEvent.RetryScheduled) event).pause())
                        .isBetween(Duration.ofMillis(40), Duration.ofMillis(44)));
    }

    @Test
    void doesNotWaitForHours() {
        ModelFailure tomorrow = new ModelFailure.RateLimited("m", "", Optional.of(Duration.ofHours(20)));
        assertThat(RetryPolicy.STANDARD.pause(tomorrow, 1, new Random(1))).isEmpty();
    }

    @Test
    void growsItsPausesUpToTheLongest() {
        ModelFailure failure = new ModelFailure.Overloaded("m", "", Optional.empty());
        Random random = new Random(7);
        for (int failed = 1; failed < RetryPolicy.STANDARD.attempts(); failed++) {
            long full = Math.min(40_000, 500L << (failed - 1));
            assertThat(RetryPolicy.STANDARD
                            .pause(failure, failed, random)
                            .orElseThrow()
                            .toMillis())
                    .isBetween(full / 2, full);
        }
        assertThat(RetryPolicy.STANDARD.pause(failure, RetryPolicy.STANDARD.attempts(), random))
                .isEmpty();
    }

    @Test
    void readsEveryFormOfRetryAfter() {
        String date = "Thu, 01 Jan 2026 00:00:00 GMT";
        assertThat(wait(Map.of("retry-after", "7"))).contains(Duration.ofSeconds(7));
        assertThat(wait(Map.of("retry-after", "0.25"))).contains(Duration.ofMillis(250));
        assertThat(wait(Map.of("retry-after-ms", "1500", "retry-after", "9"))).contains(Duration.ofMillis(1_500));
        assertThat(wait(Map.of("retry-after", "Thu, 01 Jan 2026 00:00:09 GMT", "date", date)))
                .contains(Duration.ofSeconds(9));
        assertThat(wait(Map.of("retry-after", "Wed, 31 Dec 2025 00:00:00 GMT", "date", date)))
                .contains(Duration.ZERO);
        assertThat(wait(Map.of("retry-after", "soon", "date", date))).isEmpty();
        assertThat(wait(Map.of("retry-after", "-3"))).isEmpty();
        assertThat(wait(Map.of("retry-after", "NaN"))).isEmpty();
        assertThat(wait(Map.of())).isEmpty();
    }

    private static Optional<Duration> wait(Map<String, String> headers) {
        return RetryAfter.of(headers::get);
    }

    @Test
    void goesOnWithoutThoughtsThatTheProviderNoLongerTakes() throws Exception {
        StubReply sealed = StubReply.error(
                400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                        + "\"message\":\"messages.1.content.0: Invalid `signature` in `thinking` block\"}}",
                Map.of());
        ContentBlock thought = new ContentBlock.Reasoning(
                "an old thought",
                "anthropic",
                Calling.JSON
                        .createObjectNode()
                        .put("model", Calling.model(KIND))
                        .put("type", "thinking")
                        .put("signature", "stale"));
        List<Message> messages = List.of(
                Message.user("Hello"),
                Message.assistant(List.of(thought, new ContentBlock.Text("Hi"))),
                Message.user("And now?"));
        try (ProviderStub stub = ProviderStub.playing(
                        sealed, Wire.anthropic().text("Well").end());
                Models models = Calling.models(KIND, stub, RetryPolicy.NONE)) {
            ModelReply reply = models.client("p/any").call(Calling.request(KIND, messages), events::add);
            assertThat(reply.text()).isEqualTo("Well");
            assertThat(stub.requests().get(0).body()).contains("an old thought");
            assertThat(stub.requests().get(1).body())
                    .doesNotContain("an old thought")
                    .contains("Hi");
        }
        try (ProviderStub stub = ProviderStub.playing(sealed);
                Models models = Calling.models(KIND, stub, RetryPolicy.NONE)) {
            ModelCallException failed = catchThrowableOfType(
                    ModelCallException.class,
                    () -> models.client("p/any").call(Calling.request(KIND, messages), events::add));
            assertThat(failed.failure()).isInstanceOf(ModelFailure.BadRequest.class);
            assertThat(stub.requests()).hasSize(2);
        }
    }
}
