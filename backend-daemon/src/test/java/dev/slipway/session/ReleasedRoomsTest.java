package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.Script.call;
import static dev.slipway.session.Script.says;
import static dev.slipway.session.Script.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.SessionEvent.NoticeGiven;
import dev.slipway.model.event.SessionEvent.SandboxReady;
import dev.slipway.model.event.SessionEvent.SandboxReleased;
import dev.slipway.model.event.SessionEvent.SandboxRestored;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.fleet.HostId;
import dev.slipway.pool.Hold;
import dev.slipway.snapshot.SnapshotBook;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is idle is released once it is safe, and comes back with its files; what is used stays.
@Timeout(60)
final class ReleasedRoomsTest {
    /// Everything that is at rest is idle at once.
    private static final RoomRules EAGER =
            new RoomRules(Duration.ofMillis(1), Duration.ofHours(1), Duration.ofMillis(20), Duration.ZERO);

    private final Script model = new Script();
    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House(
                Files.createTempDirectory("slipway-released"), model.stub.baseUrl(), shell -> shell, List.of(), EAGER);
        house.importShop();
    }

    @AfterEach
    void close() throws Exception {
        house.tearDown();
        model.close();
    }

    @Test
    void anIdleSandboxIsReleasedAndTheNextPromptHasItsFilesAgain() throws Exception {
        SessionId session = house.session(ADA);
        model.then(shell("echo note > /home/agent/note; echo odd > odd.txt; echo odd.txt >> .git/info/exclude"));
        model.then(says("Written."));
        house.turn(session, ADA, "Write");

        SandboxReleased released = house.await(session, SandboxReleased.class, 1);
        assertThat(released.reason()).startsWith("idle for ");
        House.eventually(() -> sandboxes() == 0);
        assertThat(house.snapshots.latest(session.value()).orElseThrow().kind()).isEqualTo(SnapshotBook.Kind.EXIT);

        model.then(shell("cat /home/agent/note odd.txt"), says("Here."));
        house.turn(session, ADA, "Show it");

        assertThat(model.lastRequest()).contains("note\\nodd\"");
        SandboxRestored restored = house.rows(session, SandboxRestored.class).getFirst();
        assertThat(restored.reason()).contains("it had been released; its files are as they were at");
        assertThat(house.rows(session, NoticeGiven.class)).isEmpty();
        assertThat(house.rows(session, SandboxReady.class).getLast().took()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void nothingIsTakenAwayWhileTheAgentThinksOrAPersonHasATerminalOpen() throws Exception {
        CountDownLatch thought = new CountDownLatch(1);
        SessionId session = house.session(ADA);
        model.then(call("read", "path", "README.md")).after(thought, says("Read."));
        house.prompt(session, ADA, "Read");
        house.await(session, ToolCallCompleted.class, 1);
        Pin terminal =
                house.holds.hold(session, new Hold(Hold.Kind.TERMINAL, "Ada", "has a terminal open", Instant.now()));
        waitForLooks();
        thought.countDown();
        house.rest(session);
        waitForLooks();
        assertThat(house.rows(session, SandboxReleased.class)).isEmpty();

        terminal.close();
        house.await(session, SandboxReleased.class, 1);
    }

    @Test
    void aProgramThatTheAgentLeftRunningKeepsItsSandbox() throws Exception {
        SessionId session = house.session(ADA);
        model.then(Script.callWith("shell", "{\"command\":\"sleep 100\",\"background\":true}"), says("It runs."));
        house.turn(session, ADA, "Serve");
        waitForLooks();
        assertThat(house.rows(session, SandboxReleased.class)).isEmpty();

        model.then(call("shell_kill", "id", "bg1"), says("Ended."));
        house.turn(session, ADA, "End it");
        house.await(session, SandboxReleased.class, 1);
    }

    @Test
    void aDaemonThatStartsAgainReleasesWhatNobodyUses() throws Exception {
        SessionId session = house.session(ADA);
        Pin held = house.holds.hold(session, new Hold(Hold.Kind.OTHER, "the test", "holds it", Instant.now()));
        model.then(shell("echo note > /home/agent/note"), says("Written."));
        house.turn(session, ADA, "Write");
        house.close();
        held.close();

        house = new House(house.home, model.stub.baseUrl(), shell -> shell, List.of(), EAGER);
        house.await(session, SandboxReleased.class, 1);
        model.then(shell("cat /home/agent/note"), says("Here."));
        house.turn(session, ADA, "Show it");
        assertThat(model.lastRequest()).contains("\"note\"");
    }

    private void waitForLooks() {
        long begun = System.nanoTime();
        House.eventually(
                () -> System.nanoTime() - begun > Duration.ofMillis(200).toNanos());
    }

    private int sandboxes() {
        return house.pool.sandboxes(HostId.LOCAL);
    }
}
