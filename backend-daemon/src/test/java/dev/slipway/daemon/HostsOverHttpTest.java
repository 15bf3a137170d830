package dev.slipway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.fleet.ShownKey;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.Json;
import dev.slipway.ssh.TestSshd;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An admin adds a machine, works on it, and lets it go.
@ExtendWith(WiredDaemon.Provided.class)
final class HostsOverHttpTest {
    private Path folder;

    private WiredDaemon daemon;
    private TestSshd sshd;

    @BeforeEach
    void open(WiredDaemon wired) throws Exception {
        daemon = wired;
        folder = Files.createTempDirectory("slipway-far-");
        sshd = new TestSshd(folder.resolve("sshd"));
        Files.writeString(folder.resolve("sshd/authorized_keys"), list().publicKey() + "\n");
    }

    @AfterEach
    void close() throws Exception {
        daemon.patch("/hosts/local", Json.write(Map.of("admission", "OPEN")));
        delete("/hosts/far?force=true");
        sshd.close();
        // JUnit's own folders warn of each link in a system layer. What was destroyed is still being deleted there.
        Instant deadline = Instant.now().plusSeconds(20);
        while (new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor() != 0) {
            assertThat(Instant.now()).as("the host's files are gone").isBefore(deadline);
        }
    }

    @Test
    void aHostIsLookedAtAcceptedUsedAndForgotten() throws Exception {
        ShownKey key = key();
        assertThat(key.fingerprint()).isEqualTo(sshd.hostKey().fingerprint());

        HostStatus added = Json.read(add(key).body(), HostStatus.class);
        assertThat(added.condition()).isEqualTo(HostCondition.READY);
        assertThat(added.address()).contains(sshd.address().toString());
        assertThat(added.fingerprint()).contains(key.fingerprint());
        assertThat(added.labels()).containsExactly("eu", "gpu");
        assertThat(added.load())
                .hasValueSatisfying(load -> assertThat(load.memory()).isPositive());
        assertThat(list().hosts()).extracting(host -> host.id().value()).containsExactly("far", "local");

        daemon.patch("/hosts/local", Json.write(Map.of("admission", "CORDONED")));
        daemon.repository("far-away");
        String session = daemon.session("far-away", "RUN hostname > where; echo done");
        daemon.awaitState(session, SessionState.IDLE);
        assertThat(get("far").sandboxes()).isEqualTo(1);
        assertThat(get("far").isolation()).isPresent();
        assertThat(get("local").admission()).isEqualTo(Admission.CORDONED);

        assertThat(delete("/hosts/far").body()).contains("host-in-use", "Drain it first");

        daemon.patch("/hosts/local", Json.write(Map.of("admission", "OPEN")));
        daemon.patch("/hosts/far", Json.write(Map.of("admission", "DRAINING")));
        daemon.post("/sessions/" + session + "/prompts", Json.write(Map.of("text", "RUN cat where")));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (get("far").sandboxes() > 0) {
            assertThat(System.nanoTime()).as("the session leaves").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
        daemon.awaitState(session, SessionState.IDLE);
        assertThat(delete("/hosts/far").statusCode()).isEqualTo(204);
        assertThat(daemon.get("/hosts/far").statusCode()).isEqualTo(404);
    }

    @Test
    void aRepositoryGetsItsSandboxesInThePoolThatItAsksFor() throws Exception {
        Json.read(add(key()).body(), HostStatus.class);
        daemon.repository("pooled");
        assertThat(put("/repositories/pooled/pool", "{\"pool\":\"gpu\"}").body())
                .contains("unknown-pool");
        assertThat(put("/pools/gpu", "{\"labels\":[\"gpu\"],\"reserved\":true}").body())
                .contains("\"hosts\":[\"far\"]");
        assertThat(put("/repositories/pooled/pool", "{\"pool\":\"gpu\"}").body())
                .isEqualTo("{\"pool\":\"gpu\"}");
        assertThat(daemon.get("/pools").body()).contains("\"repositories\":[\"pooled\"]");

        String session = daemon.session("pooled", "RUN echo hello; echo done");
        daemon.awaitState(session, SessionState.IDLE);
        assertThat(get("far").sandboxes()).isEqualTo(1);

        assertThat(delete("/pools/gpu").body()).contains("pool-in-use", "pooled");
        assertThat(put("/repositories/pooled/pool", "{}").body()).isEqualTo("{}");
        assertThat(delete("/pools/gpu").statusCode()).isEqualTo(204);
        assertThat(put("/repositories/nowhere/pool", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void whoFollowsTheFleetHearsOfHostsThatComeChangeAndGo() throws Exception {
        try (FleetListener fleet = new FleetListener(daemon)) {
            assertThat(fleet.awaitHost("local").condition()).isIn(HostCondition.READY, HostCondition.UNKNOWN);

            assertThat(add(key()).statusCode()).isEqualTo(201);
            assertThat(fleet.awaitHost("far").labels()).containsExactly("eu", "gpu");
            daemon.patch("/hosts/far", Json.write(Map.of("admission", "CORDONED")));
            fleet.await(event -> event instanceof FleetEvent.HostChanged(HostStatus host)
                    && host.id().value().equals("far")
                    && host.admission() == Admission.CORDONED);
            // Its directory can be removed only when nobody is at work there any more.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (get("far").isolation().isEmpty()) {
                assertThat(System.nanoTime()).as("the host is opened").isLessThan(deadline);
                LockSupport.parkNanos(10_000_000);
            }
            delete("/hosts/far?force=true");
            fleet.await(event -> event.equals(new FleetEvent.HostRemoved(new HostId("far"))));
        }
    }

    @Test
    void theDaemonsOwnMachineSaysWhatItHasAndWhatEachSandboxGets() throws Exception {
        HostStatus local = Json.read(
                daemon.send("POST", "/hosts/local/look", "", daemon.owner()).body(), HostStatus.class);

        assertThat(local.condition()).isEqualTo(HostCondition.READY);
        assertThat(local.address()).isEmpty();
        assertThat(local.load()).hasValueSatisfying(load -> {
            assertThat(load.processors()).isPositive();
            assertThat(load.memoryFree()).isBetween(1L, load.memory());
            assertThat(load.diskFree()).isBetween(1L, load.disk());
        });
        assertThat(list().rules().network()).isEqualTo("none");
        assertThat(list().rules().memoryMb()).isEqualTo(4_096);
    }

    @Test
    void whatIsWrongIsSaidInWordsAndNothingIsAdded() throws Exception {
        ShownKey wrong = new ShownKey("ssh-ed25519", "AAAA", "SHA256:x");
        assertThat(add(wrong).body()).contains("host-key-not-accepted");
        assertThat(daemon.post("/hosts/key", "{\"address\":\"nonsense\"}").body())
                .contains("bad-ssh-address");
        assertThat(daemon.post("/hosts/key", "{\"address\":\"a@127.0.0.1:1\"}").body())
                .contains("host-unreachable");
        assertThat(delete("/hosts/local").body()).contains("local-host-stays");
        assertThat(daemon.patch("/hosts/local", "{\"capacity\":-1}").body()).contains("bad-capacity");
        assertThat(list().hosts()).hasSize(1);
    }

    @Test
    void onlyAdminsChangeHosts() throws Exception {
        WiredDaemon.Person member = daemon.join("host-member");
        assertThat(daemon.send("GET", "/hosts", "", member).statusCode()).isEqualTo(200);
        assertThat(daemon.send("PATCH", "/hosts/local", "{\"capacity\":1}", member)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aHostThatLacksNothingNeedsNoPreparation() throws Exception {
        HostCalls.Prepared prepared = Json.read(
                daemon.post("/hosts/local/prepare", "{\"install\":false}").body(), HostCalls.Prepared.class);

        assertThat(prepared.installed()).isFalse();
        assertThat(prepared.missing()).isEqualTo(get("local").missing());
    }

    private ShownKey key() throws Exception {
        return Json.read(
                daemon.post(
                                "/hosts/key",
                                Json.write(Map.of("address", sshd.address().toString())))
                        .body(),
                ShownKey.class);
    }

    private HttpResponse<String> put(String path, String json) throws Exception {
        return daemon.send("PUT", path, json, daemon.owner());
    }

    private HttpResponse<String> add(ShownKey key) throws Exception {
        return daemon.post(
                "/hosts",
                Json.write(Map.of(
                        "id", "far",
                        "address", sshd.address().toString(),
                        "fingerprint", key.fingerprint(),
                        "root", folder.resolve("root").toString(),
                        "labels", List.of("gpu", "eu"))));
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return daemon.send("DELETE", path, "", daemon.owner());
    }

    private HostStatus get(String host) throws Exception {
        return Json.read(daemon.get("/hosts/" + host).body(), HostStatus.class);
    }

    private HostCalls.HostList list() throws Exception {
        return Json.read(daemon.get("/hosts").body(), HostCalls.HostList.class);
    }
}
