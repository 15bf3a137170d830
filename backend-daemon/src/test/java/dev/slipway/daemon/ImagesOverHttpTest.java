package dev.slipway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.code.ImageSummary;
import dev.slipway.model.code.Repository;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.ImageCalls;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WiredDaemon.Provided.class)
final class ImagesOverHttpTest {
    private final WiredDaemon daemon;

    ImagesOverHttpTest(WiredDaemon daemon) {
        this.daemon = daemon;
    }

    @Test
    void anImageIsBuiltAndSessionsStartFromIt() throws Exception {
        daemon.repository("imaged", Map.of(".devcontainer.json", """
                {
                    "postCreateCommand": "echo installed > $HOME/packages; echo token $DEPLOY_TOKEN",
                    "postStartCommand": "echo started > $HOME/started",
                    "containerEnv": {"SHOP": "open"}
                }"""));
        assertThat(repository("imaged").image().orElseThrow().state()).isEqualTo(ImageSummary.State.NONE);
        assertThat(daemon.send(
                                "PUT",
                                "/repositories/imaged/secrets/DEPLOY_TOKEN",
                                "{\"value\": \"very-secret\"}",
                                daemon.owner())
                        .statusCode())
                .isEqualTo(204);

        ImageBuild build = build("imaged");

        assertThat(build.status()).isEqualTo(ImageStatus.SUCCEEDED);
        String log = daemon.get("/repositories/imaged/images/" + build.id().value() + "/log?from=1")
                .body();
        assertThat(log).contains("token ***").doesNotContain("very-secret");
        assertThat(daemon.get("/repositories/imaged/secrets").body())
                .contains("DEPLOY_TOKEN")
                .doesNotContain("very-secret");
        assertThat(repository("imaged").image().orElseThrow().state()).isEqualTo(ImageSummary.State.READY);
        assertThat(repository("imaged").image().orElseThrow().commit()).isEqualTo(build.commit());
        assertThat(daemon.get("/images").body()).contains(build.id().value());

        String session = daemon.session(
                "imaged",
                "RUN cat $HOME/packages; for i in $(seq 100); do [ -e $HOME/started ] && break; sleep 0.05; done;"
                        + " cat $HOME/started; echo $SHOP; git status --porcelain");
        daemon.awaitState(session, SessionState.IDLE);
        assertThat(output(session)).contains("installed", "started", "open").doesNotContain("devcontainer");
        ImageCalls.ImageList list =
                Json.read(daemon.get("/repositories/imaged/images").body(), ImageCalls.ImageList.class);
        assertThat(list.builds().getFirst().id()).isEqualTo(build.id());
    }

    @Test
    void aFailedBuildIsSaidOnTheRepositoryAndAFailedStartInTheSession() throws Exception {
        daemon.repository("broken", Map.of(".slipway.yml", "image: {setup: 'echo no luck; exit 4'}"));

        ImageBuild build = build("broken");

        assertThat(build.status()).isEqualTo(ImageStatus.FAILED);
        ImageSummary image = repository("broken").image().orElseThrow();
        assertThat(image.state()).isEqualTo(ImageSummary.State.FAILED);
        assertThat(image.problem().orElseThrow().detail()).contains("ended with 4", "no luck");

        daemon.repository("limping", Map.of(".devcontainer.json", "{\"postStartCommand\": \"echo off; exit 5\"}"));
        assertThat(build("limping").status()).isEqualTo(ImageStatus.SUCCEEDED);
        String session = daemon.session("limping", "RUN sleep 1");
        daemon.awaitState(session, SessionState.IDLE);
        assertThat(events(session))
                .filteredOn(SessionEvent.NoticeGiven.class::isInstance)
                .map(SessionEvent.NoticeGiven.class::cast)
                .anySatisfy(notice -> assertThat(notice.problem().detail()).contains("ended with 5", "off"));
    }

    @Test
    void whatDoesNotExistIsSaid() throws Exception {
        daemon.repository("plain");

        assertThat(daemon.get("/repositories/none/images").statusCode()).isEqualTo(404);
        assertThat(daemon.get("/repositories/plain/images/0000000000000").statusCode())
                .isEqualTo(404);
        assertThat(daemon.get("/repositories/plain/images/x").statusCode()).isEqualTo(400);
        assertThat(daemon.send("PUT", "/repositories/plain/secrets/A-B", "{\"value\": \"long enough\"}", daemon.owner())
                        .body())
                .contains("malformed-secret");
        assertThat(daemon.send("PUT", "/repositories/plain/secrets/AB", "{\"value\": \"short\"}", daemon.owner())
                        .body())
                .contains("malformed-secret")
                .doesNotContain("short\\\"");
    }

    private Repository repository(String name) throws IOException, InterruptedException {
        return Json.read(daemon.get("/repositories/" + name).body(), Repository.class);
    }

    private ImageBuild build(String repository) throws IOException, InterruptedException {
        HttpResponse<String> asked = daemon.post("/repositories/" + repository + "/images", "{\"force\": false}");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        String path = "/repositories/" + repository + "/images/"
                + Json.read(asked.body(), ImageBuild.class).id().value();
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            ImageBuild now = Json.read(daemon.get(path).body(), ImageBuild.class);
            if (now.status().over()) {
                return now;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Still " + now);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private String output(String session) throws IOException, InterruptedException {
        return daemon.get("/sessions/" + session + "/events").body();
    }

    private List<SessionEvent> events(String session) throws IOException, InterruptedException {
        return Json.read(output(session), SessionCalls.EventPage.class).events().stream()
                .map(envelope -> envelope.event())
                .toList();
    }
}
