package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.Script.says;
import static dev.slipway.session.Script.shell;
import static dev.slipway.session.Script.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.host.HostSpec;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SandboxReady;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.ssh.TestSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sessions on this machine and on one behind SSH; all parts are real but the model.
@Timeout(90)
final class SeveralHostsTest {
    private static final HostId VM = new HostId("vm-1");

    private final Script model = new Script();
    private TestSshd sshd;
    private Path place;
    private House house;

    @BeforeEach
    void open() throws Exception {
        place = Files.createTempDirectory("slipway-hosts");
        sshd = new TestSshd(place.resolve("sshd"));
        house = new House(
                Files.createDirectories(place.resolve("home")),
                model.stub.baseUrl(),
                shell -> shell,
                List.of(sshd.login()));
        house.importShop();
        house.hosts.add(new HostSpec(
                VM,
                Optional.of(sshd.address()),
                Optional.of(sshd.hostKey()),
                Optional.empty(),
                place.resolve("vm").toString(),
                new TreeSet<>(),
                0,
                Admission.OPEN));
        assertThat(house.hosts.look(VM).condition()).isEqualTo(HostCondition.READY);
        House.eventually(() -> house.pool.known(VM).isPresent());
        admit(HostId.LOCAL, Admission.CORDONED);
    }

    @AfterEach
    void close() throws Exception {
        house.tearDown();
        model.close();
        sshd.remove();
        assertThat(new ProcessBuilder("rm", "-r", place.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aSessionOnAnotherMachineBringsItsCommitHome() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("far.txt", "away\n"), says("Written."));
        house.turn(session, ADA, "Write");

        SandboxReady ready = house.rows(session, SandboxReady.class).getFirst();
        assertThat(ready.host()).contains(VM);
        assertThat(ready.reason()).contains("the only host that can take it");
        SessionEvent.CommitCreated commit =
                house.rows(session, SessionEvent.CommitCreated.class).getFirst();
        assertThat(house.mirror(House.SHOP).run("show", commit.commit().value() + ":far.txt"))
                .isEqualTo("away");
    }

    @Test
    void whenAHostIsLostItsSessionGoesOnElsewhereAndItIsSaidWhatIsLost() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("kept.txt", "kept\n"), says("Written."));
        house.turn(session, ADA, "Write");
        assertThat(onHost(VM, session)).isTrue();

        sshd.kill();
        house.hosts.look(VM);
        assertThat(house.hosts.look(VM).condition()).isEqualTo(HostCondition.UNREACHABLE);
        admit(HostId.LOCAL, Admission.OPEN);
        model.then(shell("cat kept.txt"), says("Here."));
        house.turn(session, ADA, "Show it");

        assertThat(model.lastRequest()).contains("kept");
        assertThat(house.rows(session, SandboxReady.class).getLast().host()).contains(HostId.LOCAL);
        assertThat(house.rows(session, SessionEvent.NoticeGiven.class))
                .anySatisfy(notice -> assertThat(notice.problem().detail())
                        .contains("Host vm-1 does not answer", "goes on on local", "is there"));

        sshd.startAgain();
        house.hosts.look(VM);
        House.eventually(() -> !onHost(VM, session));
        assertThat(onHost(HostId.LOCAL, session)).isTrue();
    }

    @Test
    void aCutConnectionEndsTheCommandThatRanAndTheNextOneFindsTheSameSandbox() throws Exception {
        SessionId session = house.session(ADA);
        model.then(shell("echo loose > loose.txt; echo loose.txt >> .git/info/exclude; sleep 100"));
        model.then(shell("cat loose.txt"), says("Here."));
        house.prompt(session, ADA, "Work");
        House.eventually(() -> Files.exists(
                place.resolve("vm/sandboxes").resolve(session.value()).resolve("upper/workspace/loose.txt")));
        sshd.cut();
        house.rest(session);

        assertThat(model.lastRequest()).contains("\"loose\"");
        assertThat(house.rows(session, SandboxReady.class)).hasSize(1);
        assertThat(house.rows(session, SessionEvent.TurnCompleted.class)).hasSize(1);
    }

    @Test
    void aDrainedHostGivesAwayItsSessionsWithWhatIsUncommitted() throws Exception {
        SessionId session = house.session(ADA);
        model.then(
                shell(
                        "echo note > /home/agent/note; mkdir -p 'a b'; echo odd > 'a b/c'; echo a b >> .git/info/exclude"),
                says("Written."));
        house.turn(session, ADA, "Write");

        admit(HostId.LOCAL, Admission.OPEN);
        admit(VM, Admission.DRAINING);
        model.then(shell("cat /home/agent/note 'a b/c'; git status --short; git log --format=%s -1"), says("Here."));
        house.turn(session, ADA, "Show it");

        assertThat(model.lastRequest()).contains("note\\nodd\\n");
        SandboxReady moved = house.rows(session, SandboxReady.class).getLast();
        assertThat(moved.host()).contains(HostId.LOCAL);
        assertThat(moved.reason().orElse("")).contains("vm-1 is being drained");
        assertThat(onHost(VM, session)).isFalse();
        assertThat(house.rows(session, SessionEvent.NoticeGiven.class)).isEmpty();
    }

    @Test
    void whoWritesAFirstPromptFindsTheImageWhereTheSandboxWillBe() throws Exception {
        house.leases.foresee(House.SHOP, Optional.empty());
        House.eventually(() -> house.pool
                .known(VM)
                .flatMap(rooms -> rooms.images()
                        .find(
                                House.SHOP,
                                new CommitId(house.mirror(House.SHOP)
                                        .run("rev-parse", "main")
                                        .strip())))
                .isPresent());
        assertThat(house.pool.known(HostId.LOCAL)).isPresent();

        SessionId session = house.session(ADA);
        model.then(shell("cat README.md"), says("Read."));
        house.turn(session, ADA, "Read it");

        assertThat(house.rows(session, SandboxReady.class).getFirst().host()).contains(VM);
    }

    @Test
    void aHostThatWasFoundUnableIsAskedAgain() throws Exception {
        Path obstacle = place.resolve("vm/layers");
        Process ended = new ProcessBuilder("sh", "-c", "rm -rf \"$0\" && touch \"$0\"", obstacle.toString()).start();
        assertThat(ended.waitFor()).isZero();
        HostId unable = new HostId("vm-2");
        house.hosts.add(new HostSpec(
                unable,
                Optional.of(sshd.address()),
                Optional.of(sshd.hostKey()),
                Optional.empty(),
                place.resolve("vm").toString(),
                new TreeSet<>(),
                0,
                Admission.OPEN));
        house.hosts.look(unable);
        House.eventually(() -> condition(unable) == HostCondition.UNFIT);
        assertThat(house.pool.refusal(unable)).isPresent();

        Files.delete(obstacle);
        House.eventually(() -> {
            house.hosts.look(unable);
            return condition(unable) == HostCondition.READY;
        });
    }

    private HostCondition condition(HostId host) {
        return house.pool.condition(house.hosts.get(host));
    }

    private void admit(HostId host, Admission admission) {
        house.hosts.change(host, Optional.empty(), Optional.empty(), Optional.of(admission));
    }

    private boolean onHost(HostId host, SessionId session) {
        return house.pool
                .known(host)
                .flatMap(rooms -> rooms.sandboxes().find(new SandboxId(session.value())))
                .isPresent();
    }
}
