package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.TodoItem;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.DraftId;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.Watchers;
import dev.slipway.model.wire.AccountCalls;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.ImageCalls;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.PoolCalls;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ProviderCalls;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.ServerFrame;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.TunnelCalls;
import dev.slipway.model.wire.WarmCalls;
import dev.slipway.model.wire.WritingCalls;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
    private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");
    private static final Author ADA = RunningServer.ADA;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final SessionId SESSION = SessionId.of(1_000_000, 1);

    /// All endpoints that are declared, whether they are served or not.
    private static List<Endpoint<?, ?>> declared() throws IllegalAccessException {
        List<Endpoint<?, ?>> all = new ArrayList<>();
        for (Class<?> calls : List.of(
                WritingCalls.class,
                SessionCalls.class,
                RepositoryCalls.class,
                PullRequestCalls.class,
                ServerCalls.class,
                AccountCalls.class,
                ProviderCalls.class,
                HostCalls.class,
                ImageCalls.class,
                PoolCalls.class,
                WarmCalls.class,
                TunnelCalls.class)) {
            for (Field field : calls.getFields()) {
                if (field.get(null) instanceof Endpoint<?, ?> endpoint) {
                    all.add(endpoint);
                }
            }
        }
        return all;
    }

    private static JsonNode document() throws Exception {
        return Json.lenient().readTree(Json.write(OpenApi.document(AllRoutes.routes())));
    }

    @Test
    void everyDeclaredEndpointIsServed() throws Exception {
        assertThat(AllRoutes.routes().stream().map(route -> route.endpoint().name()))
                .containsExactlyInAnyOrderElementsOf(
                        declared().stream().map(Endpoint::name).toList());
    }

    @Test
    void everyRouteIsInTheDocumentWithItsRequestAndAnswer() throws Exception {
        JsonNode paths = document().path("paths");

        for (Endpoint<?, ?> endpoint : declared()) {
            JsonNode operation =
                    paths.path(endpoint.path()).path(endpoint.method().toLowerCase(Locale.ROOT));
            assertThat(operation.path("operationId").asText()).isEqualTo(endpoint.name());
            assertThat(operation.has("requestBody")).isEqualTo(endpoint.request() != Endpoint.Nothing.class);
            assertThat(operation
                            .path("responses")
                            .path(Integer.toString(endpoint.status()))
                            .has("content"))
                    .isEqualTo(endpoint.response() != Endpoint.Nothing.class);
            assertThat(operation.path("responses").has("default")).isTrue();
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() throws Exception {
        JsonNode document = document();

        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).hasSizeGreaterThan(100);
        for (JsonNode reference : references) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @Test
    void whatTravelsFitsItsSchema() throws Exception {
        SchemaCheck check = new SchemaCheck(document());

        assertThat(envelopes())
                .allSatisfy(envelope -> assertThat(check.errors("Envelope", Json.write(envelope)))
                        .isEmpty());
        assertThat(serverFrames())
                .allSatisfy(frame -> assertThat(check.errors("ServerFrame", Json.write(frame)))
                        .isEmpty());
        assertThat(clientFrames())
                .allSatisfy(frame -> assertThat(check.errors("ClientFrame", Json.write(frame)))
                        .isEmpty());
        assertThat(check.errors("NewPrompt", "{\"text\":\"Fix it\"}")).isEmpty();
        assertThat(check.errors("NewSession", "{\"repository\":\"shop\",\"prompt\":\"Fix it\"}"))
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsNoticed() throws Exception {
        SchemaCheck check = new SchemaCheck(document());

        assertThat(check.errors("NewPrompt", "{}")).isNotEmpty();
        assertThat(check.errors("NewPrompt", "{\"text\":3}")).isNotEmpty();
        assertThat(check.errors("NewPrompt", "{\"text\":\"x\",\"more\":1}")).isNotEmpty();
        assertThat(check.errors("NewPrompt", "{\"text\":\"x\",\"mode\":\"SOMETIME\"}"))
                .isNotEmpty();
        assertThat(check.errors("ClientFrame", "{\"type\":\"Dance\"}")).isNotEmpty();
    }

    @Test
    void theCommittedCopyIsUpToDate() throws Exception {
        String present = Json.lenient().writerWithDefaultPrettyPrinter().writeValueAsString(document()) + "\n";
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(COMMITTED, present);
        }

        assertThat(Files.readString(COMMITTED))
                .as("docs/openapi.json; `mvn test -Dtest=OpenApiTest -Dopenapi.write=true` writes it anew")
                .isEqualTo(present);
    }

    private static Stream<Envelope> envelopes() {
        Prompt prompt = new Prompt(new PromptId("p"), ADA, "Fix", PromptMode.QUEUE, List.of(), Optional.empty(), NOON);
        Problem problem = Problem.conflict("code", "Title", "Detail").withRemedy("Do it.");
        BlockId block = new BlockId("t1.1");
        return Stream.<SessionEvent>of(
                        new SessionEvent.PromptAccepted(prompt),
                        new SessionEvent.SessionRenamed("Title", ADA),
                        new SessionEvent.NoticeGiven(problem),
                        new SessionEvent.TextWritten(block, "Hi", true),
                        new SessionEvent.ToolCallCompleted(
                                block,
                                "c",
                                SessionEvent.ToolCallCompleted.Outcome.SUCCEEDED,
                                "out",
                                List.of(),
                                Optional.empty(),
                                Optional.of(0),
                                Duration.ofMillis(3)),
                        new SessionEvent.TodoChanged(List.of(new TodoItem("x", TodoItem.State.OPEN))),
                        new SessionEvent.Unrecognised())
                .map(event -> new Envelope(1, NOON, event));
    }

    private static Stream<ServerFrame> serverFrames() {
        LiveText live = new LiveText(new BlockId("b"), BlockKind.TEXT, "", 0, "Hi");
        return Stream.of(
                new ServerFrame.Hello("1", ADA, 30),
                new ServerFrame.Subscribed("s", 1),
                new ServerFrame.Journal("s", envelopes().toList(), List.of(live)),
                new ServerFrame.Watching("s", List.of(new Watchers(SESSION, List.of(ADA), 2))),
                new ServerFrame.Fleet("s", List.of(new FleetEvent.HostRemoved(HostId.LOCAL))),
                new ServerFrame.SomeoneTypes("s", new Author(new UserId("bob"), "Bob", "b@example.org")),
                new ServerFrame.Ended("s", ProblemDetails.of(Problem.invalid("c", "T", "D"))),
                new ServerFrame.Pong("n"));
    }

    private static Stream<ClientFrame> clientFrames() {
        return Stream.of(
                new ClientFrame.Subscribe("s", SESSION, 1),
                new ClientFrame.SubscribeSessions("s"),
                new ClientFrame.SubscribeFleet("s"),
                new ClientFrame.Unsubscribe("s"),
                new ClientFrame.Typing(SESSION),
                new ClientFrame.Drafting(new DraftId("draft-001"), new RepositoryId("shop"), Optional.empty()),
                new ClientFrame.Ping("n"));
    }
}
