package dev.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostLink;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.sqlite.Database;
import dev.slipway.ssh.HostKey;
import dev.slipway.ssh.SshAddress;
import dev.slipway.ssh.TestSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsTest {
    private static final HostId VM = new HostId("vm-1");
    /// So long that tests decide when a host is looked at.
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path folder;

    private TestSshd sshd;
    private Database database;
    private Hosts hosts;

    @BeforeEach
    void open() throws Exception {
        sshd = new TestSshd(folder.resolve("sshd"));
        database = Database.open(folder.resolve("daemon.db"), "the database");
        hosts = hosts(NEVER);
    }

    @AfterEach
    void close() {
        hosts.close();
        database.close();
        sshd.close();
    }

    @Test
    void theDaemonsOwnMachineIsAlwaysThere() {
        assertThat(hosts.all()).extracting(Host::id).containsExactly(HostId.LOCAL);

        Host.Seen seen = hosts.look(HostId.LOCAL);

        assertThat(seen.condition()).isEqualTo(HostCondition.READY);
        assertThat(seen.load()).hasValueSatisfying(load -> {
            assertThat(load.processors()).isPositive();
            assertThat(load.memory()).isGreaterThan(load.memoryFree()).isGreaterThan(100L << 20);
            assertThat(load.disk()).isGreaterThanOrEqualTo(load.diskFree()).isGreaterThan(100L << 20);
        });
        assertThatThrownBy(() -> hosts.remove(HostId.LOCAL, 0, true)).hasMessageContaining("can't be removed");
    }

    @Test
    void aHostIsShownAcceptedAddedAndThereAfterARestart() throws Exception {
        HostKey shown = hosts.show(sshd.address(), Optional.empty());
        assertThat(shown).isEqualTo(sshd.hostKey());

        hosts.add(spec(Optional.of(shown)));
        hosts.change(
                VM, Optional.of(new TreeSet<>(List.of("gpu", "eu"))), Optional.of(7), Optional.of(Admission.CORDONED));
        hosts.close();
        hosts = hosts(NEVER);

        HostSpec again = hosts.get(VM).spec();
        assertThat(again.labels()).containsExactly("eu", "gpu");
        assertThat(again.capacity()).isEqualTo(7);
        assertThat(again.admission()).isEqualTo(Admission.CORDONED);
        assertThat(hosts.look(VM).condition()).isEqualTo(HostCondition.READY);
    }

    @Test
    void toAddAHostTakesOneConnection() throws Exception {
        try (TestSshd talking = new TestSshd(folder.resolve("talking"), "LogLevel VERBOSE")) {
            Host host = hosts.add(wish(talking, talking.hostKey().fingerprint(), "client"));

            assertThat(host.spec().root()).isEqualTo(System.getProperty("user.home") + "/.slipway");
            assertThat(host.spec().key()).contains(talking.hostKey());
            assertThat(hosts.look(VM).condition()).isEqualTo(HostCondition.READY);
            // The line is written when the login is done, which was before anything ran.
            assertThat(Files.readAllLines(folder.resolve("talking/sshd.log")))
                    .filteredOn(line -> line.contains("Accepted publickey"))
                    .hasSize(1);
        }
    }

    @Test
    void aHostThatShowsAnotherKeyThanTheAcceptedOneIsNotLoggedInTo() throws Exception {
        String shown = sshd.hostKey().fingerprint();

        assertThatThrownBy(() -> hosts.add(wish(sshd, "SHA256:other", "client")))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("host-key-not-accepted");
                    assertThat(e.problem().detail()).contains(shown, "SHA256:other");
                });
        assertThat(hosts.find(VM)).isEmpty();
    }

    @Test
    void aKeyFileOfItsOwnLogsInAndIsKept() throws Exception {
        sshd.key("mine");
        sshd.authorize("mine");
        hosts.add(wish(sshd, sshd.hostKey().fingerprint(), "mine"));
        hosts.close();
        hosts = hosts(NEVER);

        assertThat(hosts.get(VM).spec().keyFile())
                .contains(folder.resolve("sshd/mine").toString());
        assertThat(hosts.look(VM).condition()).isEqualTo(HostCondition.READY);

        assertThatThrownBy(() -> hosts.add(new HostCalls.NewHost(
                        new HostId("other"),
                        sshd.address().toString(),
                        Optional.empty(),
                        sshd.hostKey().fingerprint(),
                        Optional.of("/home/somebody/else/id_rsa"),
                        Optional.empty(),
                        List.of(),
                        Optional.empty())))
                .hasMessageContaining("/home/somebody/else/id_rsa is not there")
                .hasMessageContaining("the daemon's computer");
    }

    @Test
    void aHostWhoseKeyWasNotAcceptedIsNotAdded() {
        assertThatThrownBy(() -> hosts.add(spec(Optional.empty())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("host-key-unknown"));
        assertThat(hosts.find(VM)).isEmpty();
    }

    @Test
    void aHostThatGoesAwayIsUnreachableAfterASecondLookAndIsFoundAgain() throws Exception {
        CountDownLatch firstLook = new CountDownLatch(1);
        hosts.onChange(host -> {
            if (host.id().equals(VM)) {
                firstLook.countDown();
            }
        });
        hosts.add(spec(Optional.of(sshd.hostKey())));
        // The host's own watch looks once at the beginning; a look of its own would count as a miss.
        assertThat(firstLook.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(hosts.look(VM).condition()).isEqualTo(HostCondition.READY);

        sshd.kill();
        assertThat(hosts.look(VM).condition()).as("one miss may be a blink").isEqualTo(HostCondition.READY);
        assertThat(hosts.look(VM)).satisfies(seen -> {
            assertThat(seen.condition()).isEqualTo(HostCondition.UNREACHABLE);
            assertThat(seen.problem()).isPresent();
        });
        hosts.look(VM);
        assertThat(hosts.look(VM).link()).hasValueSatisfying(link -> {
            assertThat(link.state()).isEqualTo(HostLink.State.OPEN);
            assertThat(link.connections()).isZero();
            assertThat(link.failures()).isGreaterThanOrEqualTo(3);
            assertThat(link.nextTry()).isPresent();
        });

        sshd.startAgain();
        assertThat(hosts.look(VM)).satisfies(seen -> {
            assertThat(seen.condition()).isEqualTo(HostCondition.READY);
            assertThat(seen.problem()).isEmpty();
            assertThat(seen.link().orElseThrow().state()).isEqualTo(HostLink.State.CLOSED);
        });
    }

    @Test
    void oneThatHangsHoldsUpNoOther() throws Exception {
        hosts.close();
        hosts = hosts(Duration.ofMillis(20));
        hosts.add(spec(Optional.of(sshd.hostKey())));
        sshd.kill();
        CountDownLatch looks = new CountDownLatch(5);
        hosts.onChange(host -> {
            if (host.id().equals(HostId.LOCAL)) {
                looks.countDown();
            }
        });

        assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHostWithSandboxesIsRemovedByForceOnly() throws Exception {
        hosts.add(spec(Optional.of(sshd.hostKey())));

        assertThatThrownBy(() -> hosts.remove(VM, 2, false)).hasMessageContaining("Drain it first");
        hosts.remove(VM, 2, true);

        assertThat(hosts.find(VM)).isEmpty();
    }

    @Test
    void hostileDescriptionsAreRefusedInWords() {
        for (String root : List.of("relative", "/ends/", "/line\nbreak")) {
            assertThatThrownBy(() -> spec(root, "label", 1)).isInstanceOf(ProblemException.class);
        }
        for (String label : List.of("", "UPPER", "a b", "-a", "x".repeat(64))) {
            assertThatThrownBy(() -> spec("/root", label, 1)).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> spec("/root", "label", -1)).isInstanceOf(ProblemException.class);
        for (String address : List.of(
                "host", "-oProxyCommand=id@host", "a@-oProxyCommand=id", "a@b:0", "a@b:99999", "a b@c", "a@b c")) {
            assertThatThrownBy(() -> SshAddress.parse(address)).isInstanceOf(ProblemException.class);
        }
        assertThat(SshAddress.parse("ada@[2001:db8::7]:2222"))
                .isEqualTo(new SshAddress("ada", "2001:db8::7", 2222))
                .hasToString("ada@[2001:db8::7]:2222");
    }

    private Hosts hosts(Duration pace) {
        return new Hosts(
                database, folder.resolve("here"), List.of(sshd.login()), InstantSource.system(), new Random(1), pace);
    }

    private HostCalls.NewHost wish(TestSshd server, String fingerprint, String key) {
        return new HostCalls.NewHost(
                VM,
                server.address().toString(),
                Optional.empty(),
                fingerprint,
                Optional.of(server.file(key).toString()),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private HostSpec spec(Optional<HostKey> key) {
        return new HostSpec(
                VM,
                Optional.of(sshd.address()),
                key,
                Optional.empty(),
                folder.resolve("there").toString(),
                new TreeSet<>(),
                0,
                Admission.OPEN);
    }

    private HostSpec spec(String root, String label, int capacity) {
        return new HostSpec(
                VM,
                Optional.of(sshd.address()),
                Optional.empty(),
                Optional.empty(),
                root,
                new TreeSet<>(List.of(label)),
                capacity,
                Admission.OPEN);
    }
}
