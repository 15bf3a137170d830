package dev.slipway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.session.SessionState;
import dev.slipway.model.statistics.Statistics;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerCalls.Check;
import dev.slipway.model.wire.ServerCalls.Health;
import dev.slipway.model.wire.ServerCalls.Model;
import dev.slipway.model.wire.ServerCalls.ModelList;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the daemon says of itself.
@ExtendWith(WiredDaemon.Provided.class)
final class ServerOverHttpTest {
    private static WiredDaemon daemon;

    @BeforeAll
    static void oneSession(WiredDaemon wired) throws Exception {
        daemon = wired;
        daemon.repository("server");
        String session = daemon.session("server", "Say hello");
        daemon.awaitState(session, SessionState.IDLE);
    }

    @Test
    void healthLooksAtWhatSessionsNeed() throws Exception {
        Health health = Json.read(daemon.get("/health").body(), Health.class);

        assertThat(health.status()).isEqualTo("ok");
        assertThat(health.checks()).extracting(Check::name).contains("sandboxes", "models", "disk");
        assertThat(health.checks()).allSatisfy(check -> assertThat(check.ok()).isTrue());
    }

    @Test
    void modelsAreTheConfiguredOnesAndTheRehearsalIsMarked() throws Exception {
        ModelList models = Json.read(daemon.get("/models").body(), ModelList.class);

        assertThat(models.models())
                .filteredOn(model -> !model.rehearsal())
                .extracting(model -> model.name().value())
                .containsExactly("stub/one", "stub/two");
        assertThat(models.models())
                .filteredOn(Model::rehearsal)
                .allSatisfy(model -> assertThat(model.name().value()).startsWith("rehearsal/"));
        assertThat(models.chosen())
                .hasValueSatisfying(chosen -> assertThat(chosen.value()).isEqualTo("stub/one"));
    }

    @Test
    void metricsTellWhatWasDone() throws Exception {
        List<String> sums = List.of(
                "slipway_sessions_total",
                "slipway_prompts_total",
                "slipway_turns_total",
                "slipway_model_calls_total{outcome=\"completed\"}",
                "slipway_model_calls_total{outcome=\"failed\"}",
                "slipway_tokens_total{kind=\"output\"}",
                "slipway_journal_rows_total");
        Map<String, Double> before = new HashMap<>();
        for (String sum : sums) {
            before.put(sum, daemon.metric(sum));
        }

        String session = daemon.session("server", "RUN true");
        daemon.awaitState(session, SessionState.IDLE);
        String broken = daemon.session("server", "BREAK");
        daemon.awaitState(broken, SessionState.FAILED);

        for (String sum : sums) {
            assertThat(daemon.metric(sum)).as(sum).isGreaterThan(before.get(sum));
        }
        assertThat(daemon.metric("slipway_sessions{state=\"FAILED\"}")).isPositive();
        assertThat(daemon.metric("slipway_journal_files_open")).isPositive();
        assertThat(daemon.metric("slipway_sandboxes")).isPositive();
    }

    @Test
    void statisticsAreOfTheirPeriod() throws Exception {
        Statistics month = Json.read(daemon.get("/statistics").body(), Statistics.class);
        Statistics then = Json.read(
                daemon.get("/statistics?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z")
                        .body(),
                Statistics.class);
        Statistics until =
                Json.read(daemon.get("/statistics?to=2020-02-01T00:00:00Z").body(), Statistics.class);

        assertThat(month.sessions()).isPositive();
        assertThat(month.turns()).isPositive();
        assertThat(then.sessions()).isZero();
        assertThat(Duration.between(until.from(), until.to())).isEqualTo(Duration.ofDays(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=yesterday",
                "?to=2020-02-30T00:00:00Z",
                "?from=2020-01-01",
                "?from=2020-02-01T00:00:00Z&to=2020-01-01T00:00:00Z",
                "?to=-1000000000-01-01T00:00:00Z",
                "?to=%2B1000000000-12-31T23:59:59Z",
                "?since=2020-01-01T00:00:00Z"
            })
    void aPeriodThatMakesNoSenseIsMalformed(String query) throws Exception {
        HttpResponse<String> response = daemon.get("/statistics" + query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    }
}
