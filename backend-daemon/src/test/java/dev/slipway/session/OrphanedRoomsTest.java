package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.Script.says;
import static dev.slipway.session.Script.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.host.HostSpec;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.SessionEvent.NoticeGiven;
import dev.slipway.model.event.SessionEvent.SandboxReady;
import dev.slipway.model.event.SessionEvent.SandboxRestored;
import dev.slipway.model.event.SessionEvent.TurnInterrupted;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.session.Prompt;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.ssh.SshLogin;
import dev.slipway.ssh.TestSshd;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is found on a machine behind SSH by a daemon that starts again, or that lost sight of it.
@Timeout(120)
final class OrphanedRoomsTest {
    private static final HostId VM = new HostId("vm-1");
    private static final RoomRules WATCHFUL =
            new RoomRules(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(50), Duration.ofMillis(200));

    private final Script model = new Script();
    private TestSshd sshd;
    private Path place;
    private House house;

    @BeforeEach
    void open() throws Exception {
        place = Files.createTempDirectory("slipway-orphans");
        sshd = new TestSshd(place.resolve("sshd"));
        Files.createDirectories(place.resolve("home"));
        house = house();
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
        house.hosts.look(VM);
        House.eventually(() -> house.pool.known(VM).isPresent());
        admit(HostId.LOCAL, Admission.CORDONED);
    }

    private House house() {
        return new House(place.resolve("home"), model.stub.baseUrl(), shell -> shell, List.of(sshd.login()), WATCHFUL);
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
    void aDaemonThatWasKilledInATurnGoesOnInTheSameSandboxAndClearsAwayWhatIsNobodys() throws Exception {
        SessionId session = house.session(ADA);
        house.await(session, SandboxReady.class, 1);
        var _ = house.pool.known(VM).orElseThrow().sandboxes().create(SandboxSpec.of(new SandboxId("left-over")));
        house.close();
        model.then(shell("echo loose > loose.txt"), Script.endless());
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        place.resolve("home").toString(),
                        model.stub.baseUrl(),
                        place.resolve("sshd/client").toString(),
                        session.value())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("accepted");
            House.eventually(() -> model.calls() == 2);
        } finally {
            child.destroyForcibly().waitFor();
        }

        house = house();
        house.hosts.look(VM);
        House.eventually(() -> house.pool.known(VM).isPresent());
        House.eventually(() -> !onHost("left-over"));
        assertThat(onHost(session.value())).isTrue();
        model.then(shell("cat loose.txt"), says("Here."));
        house.turn(session, ADA, "Show it");

        assertThat(model.lastRequest()).contains("\"loose\"");
        assertThat(house.rows(session, TurnInterrupted.class)).hasSize(1);
        assertThat(house.rows(session, SandboxReady.class))
                .extracting(SandboxReady::sandbox)
                .containsOnly(session.value());
        assertThat(house.rows(session, NoticeGiven.class)).isEmpty();
        assertThat(house.rows(session, SandboxRestored.class)).isEmpty();
    }

    @Test
    void whatASessionLeftBehindIsClearedAwayAlsoByTheNextDaemon() throws Exception {
        SessionId session = house.session(ADA);
        model.then(shell("echo note > /home/agent/note"), says("Written."));
        house.turn(session, ADA, "Write");
        House.eventually(() -> house.sessionSnapshots.available(session.value()).isPresent());

        sshd.kill();
        house.hosts.look(VM);
        house.hosts.look(VM);
        admit(HostId.LOCAL, Admission.OPEN);
        model.then(shell("true"), says("Here."));
        house.turn(session, ADA, "Go on");
        assertThat(house.rows(session, SandboxReady.class).getLast().host()).contains(HostId.LOCAL);
        house.close();

        house = house();
        sshd.startAgain();
        house.hosts.look(VM);
        House.eventually(() -> house.pool.known(VM).isPresent());
        House.eventually(() -> !onHost(session.value()));
        House.eventually(() -> !Files.exists(place.resolve("vm/sandboxes").resolve(session.value())));
        assertThat(house.pool.known(HostId.LOCAL).orElseThrow().sandboxes().find(new SandboxId(session.value())))
                .isPresent();
    }

    private boolean onHost(String sandbox) {
        return house.pool
                .known(VM)
                .flatMap(rooms -> rooms.sandboxes().find(new SandboxId(sandbox)))
                .isPresent();
    }

    private void admit(HostId host, Admission admission) {
        house.hosts.change(host, Optional.empty(), Optional.empty(), Optional.of(admission));
    }

    /// Prompts once and lives until it is killed.
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) {
            House house = new House(
                    Path.of(arguments[0]),
                    arguments[1],
                    shell -> shell,
                    List.of(new SshLogin.KeyFile(Path.of(arguments[2]), Optional.empty())));
            house.hosts.look(VM);
            Prompt prompt = house.prompt(new SessionId(arguments[3]), ADA, "Work");
            System.out.println(prompt.text().isEmpty() ? "nothing" : "accepted");
            while (true) {
                LockSupport.park();
            }
        }
    }
}
