package dev.slipway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.WarmPool;
import dev.slipway.model.fleet.WarmSandbox;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls.EventPage;
import dev.slipway.model.wire.WarmCalls.WarmPoolDetail;
import dev.slipway.model.wire.WarmCalls.WarmPools;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sandboxes that are ready before anyone asks, as people, programs and the socket see them.
@ExtendWith(WiredDaemon.Provided.class)
@Timeout(120)
final class WarmOverHttpTest {
    @Test
    void anAdminHasSomeWaitAndTheNextSessionGetsOneOfThem(WiredDaemon daemon) throws Exception {
        daemon.repository("warm-one");
        try (FleetListener fleet = new FleetListener(daemon)) {
            assertThat(daemon.patch("/repositories/warm-one/warm-pool", "{\"least\":1,\"most\":1}")
                            .statusCode())
                    .isEqualTo(200);
            fleet.await(waits("warm-one", 1));
            String session = daemon.session("warm-one", "RUN cat readme");
            daemon.awaitState(session, SessionState.IDLE);

            assertThat(reason(daemon, session)).contains("a warm sandbox waited there");
            fleet.await(waits("warm-one", 1));
            WarmPoolDetail detail =
                    Json.read(daemon.get("/repositories/warm-one/warm-pool").body(), WarmPoolDetail.class);
            assertThat(detail.pool().rule().least()).isEqualTo(1);
            assertThat(detail.days().getFirst().hits()).isEqualTo(1);
            WarmPools all = Json.read(daemon.get("/warm-pool?days=30").body(), WarmPools.class);
            assertThat(all.on()).isTrue();
            assertThat(all.pools())
                    .extracting(pool -> pool.repository().value())
                    .contains("warm-one");
            assertThat(daemon.metric("slipway_warm_claims_total{outcome=\"hit\"}"))
                    .isPositive();
        } finally {
            daemon.patch("/repositories/warm-one/warm-pool", "{\"usual\":true}");
        }
    }

    @Test
    void whatIsNoRuleIsRefusedAndAMemberSetsNone(WiredDaemon daemon) throws Exception {
        daemon.repository("warm-two");
        assertThat(WiredDaemon.code(daemon.patch("/repositories/warm-two/warm-pool", "{\"least\":3,\"most\":2}")))
                .isEqualTo("malformed-warm-rule");
        assertThat(WiredDaemon.code(daemon.get("/repositories/nothing/warm-pool")))
                .isEqualTo("unknown-repository");
        assertThat(daemon.send("PATCH", "/repositories/warm-two/warm-pool", "{\"most\":2}", daemon.join("warm-member"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoWritesAPromptHasASandboxWhenItIsSent(WiredDaemon daemon) throws Exception {
        daemon.repository("warm-three");
        try (FleetListener fleet = new FleetListener(daemon)) {
            assertThat(daemon.post("/repositories/warm-three/warm?draft=draft-over-rest", "")
                            .statusCode())
                    .isEqualTo(200);
            fleet.await(drafts("warm-three"));
            String session = session(daemon, "warm-three", "draft-over-rest");
            assertThat(reason(daemon, session)).contains("it was made ready while the prompt was written");
        }
    }

    @Test
    void theSocketTakesTheSameSignal(WiredDaemon daemon) throws Exception {
        daemon.repository("warm-four");
        try (FleetListener fleet = new FleetListener(daemon)) {
            WebSocket socket = daemon.socket(new WebSocket.Listener() {});
            socket.sendText(Json.write(drafting("warm-four", "draft-over-socket")), true)
                    .join();
            fleet.await(drafts("warm-four"));
            socket.abort();
            String session = session(daemon, "warm-four", "draft-over-socket");
            assertThat(reason(daemon, session)).contains("it was made ready while the prompt was written");
        }
    }

    private static ClientFrame drafting(String repository, String draft) {
        return new ClientFrame.Drafting(
                new dev.slipway.model.session.DraftId(draft),
                new dev.slipway.model.code.RepositoryId(repository),
                Optional.empty());
    }

    private static String session(WiredDaemon daemon, String repository, String draft) throws Exception {
        String made = daemon.post(
                        "/sessions",
                        Json.write(Map.of("repository", repository, "prompt", "RUN cat readme", "draft", draft)))
                .body();
        String id = Json.lenient().readTree(made).path("id").asText();
        daemon.awaitState(id, SessionState.IDLE);
        return id;
    }

    private static Predicate<FleetEvent> waits(String repository, int wanted) {
        return event -> event instanceof FleetEvent.WarmPoolChanged(WarmPool pool)
                && pool.repository().value().equals(repository)
                && count(pool, WarmSandbox.State.WAITING) == wanted;
    }

    private static Predicate<FleetEvent> drafts(String repository) {
        return event -> event instanceof FleetEvent.WarmPoolChanged(WarmPool pool)
                && pool.repository().value().equals(repository)
                && count(pool, WarmSandbox.State.DRAFT) == 1;
    }

    private static long count(WarmPool pool, WarmSandbox.State state) {
        return pool.sandboxes().stream().filter(one -> one.state() == state).count();
    }

    private static Optional<String> reason(WiredDaemon daemon, String session) throws Exception {
        List<SessionEvent> events =
                Json.read(daemon.get("/sessions/" + session + "/events").body(), EventPage.class).events().stream()
                        .map(envelope -> envelope.event())
                        .toList();
        return events.stream()
                .filter(SessionEvent.SandboxReady.class::isInstance)
                .map(SessionEvent.SandboxReady.class::cast)
                .findFirst()
                .orElseThrow()
                .reason();
    }
}
