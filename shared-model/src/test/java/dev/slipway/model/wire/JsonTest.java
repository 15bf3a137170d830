package dev.slipway.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");

    @Test
    void anEnvelopeComesBackAsItWas() {
        Envelope envelope = new Envelope(
                7,
                NOON,
                new ToolCallCompleted(
                        new BlockId("t1.2"),
                        "call_1",
                        ToolCallCompleted.Outcome.FAILED,
                        "no such file",
                        List.of(),
                        Optional.empty(),
                        Optional.of(2),
                        Duration.ofMillis(1500)));

        String json = Json.write(envelope);

        assertThat(json)
                .isEqualTo("{\"seq\":7,\"at\":\"2026-03-01T12:00:00Z\",\"event\":{\"type\":\"ToolCallCompleted\","
                        + "\"block\":\"t1.2\",\"call\":\"call_1\",\"outcome\":\"FAILED\",\"output\":\"no such file\","
                        + "\"images\":[],\"exitCode\":2,\"took\":\"PT1.5S\"}}");
        assertThat(Json.read(json, Envelope.class)).isEqualTo(envelope);
    }

    @Test
    void aPromptWithEverythingLeftOutGetsEmptyValues() {
        SessionCalls.NewPrompt prompt = Json.readRequest("{\"text\":\"Hi\"}", SessionCalls.NewPrompt.class);

        assertThat(prompt.attachments()).isEmpty();
        assertThat(prompt.mode()).isEmpty();
    }

    @Test
    void aPromptSurvivesInItsEvent() {
        SessionEvent accepted = new SessionEvent.PromptAccepted(
                new Prompt(new PromptId("p1"), ADA, "Fix it", PromptMode.QUEUE, List.of(), Optional.empty(), NOON));

        assertThat(Json.read(Json.write(accepted), SessionEvent.class)).isEqualTo(accepted);
    }

    @Test
    void newsOfAFleetOfANewerVersionAreUnrecognisedAndNotAnError() {
        ServerFrame frame = Json.read("""
                {"type":"Fleet","subscription":"f","events":[
                  {"type":"HostPainted","host":"a"},{"type":"HostRemoved","host":"a"}]}""", ServerFrame.class);

        assertThat(frame)
                .isEqualTo(new ServerFrame.Fleet(
                        "f", List.of(new FleetEvent.Unrecognised(), new FleetEvent.HostRemoved(new HostId("a")))));
    }

    @Test
    void anEventOfANewerVersionIsUnrecognisedAndNotAnError() {
        Envelope envelope = Json.read(
                "{\"seq\":1,\"at\":\"2026-03-01T12:00:00Z\",\"event\":{\"type\":\"MoonLanded\",\"crater\":3}}",
                Envelope.class);

        assertThat(envelope.event()).isInstanceOf(SessionEvent.Unrecognised.class);
    }

    @Test
    void framesCarryTheirNames() {
        ClientFrame frame = new ClientFrame.Subscribe("s1", SessionId.of(NOON.toEpochMilli(), 42), 1);

        assertThat(Json.write(frame)).startsWith("{\"type\":\"Subscribe\",\"subscription\":\"s1\"");
        assertThat(Json.read(Json.write(frame), ClientFrame.class)).isEqualTo(frame);
    }

    @Test
    void aRequestWithAMisspeltPropertyNamesIt() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> Json.readRequest("{\"text\":\"Hi\",\"mod\":\"INSERT\"}", SessionCalls.NewPrompt.class))
                .satisfies(e -> assertThat(e.problem().detail()).contains("mod"));
    }

    @Test
    void aRequestWithoutWhatItNeedsNamesIt() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Json.readRequest("{}", SessionCalls.NewPrompt.class))
                .satisfies(e -> assertThat(e.problem().detail()).isEqualTo("`text` is missing."));
    }

    @Test
    void anIdThatBreaksItsRuleIsRefusedWithTheRule() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Json.readRequest("{\"repository\":\"../etc\"}", SessionCalls.NewSession.class))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("malformed-repository-id"));
    }

    @Test
    void sessionIdsSortByAge() {
        assertThat(SessionId.of(1_000, 9).compareTo(SessionId.of(1_001, 0))).isNegative();
        assertThat(SessionId.of(NOON.toEpochMilli(), -1).value()).hasSize(13);
    }

    @Test
    void repositoryIdsComeFromPathsAndUrls() {
        assertThat(RepositoryId.fromLocation("/home/ada/Web Shop/").value()).isEqualTo("web-shop");
        assertThat(RepositoryId.fromLocation("git@example.org:team/api.git").value())
                .isEqualTo("api");
        assertThat(RepositoryId.fromLocation("///").value()).isEqualTo("repository");
    }
}
