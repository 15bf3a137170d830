package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.House.BOB;
import static dev.slipway.session.Script.callWith;
import static dev.slipway.session.Script.says;
import static dev.slipway.session.Script.shell;
import static dev.slipway.session.Script.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.SessionEvent.CommitCreated;
import dev.slipway.model.event.SessionEvent.SandboxReady;
import dev.slipway.model.event.SessionEvent.SandboxReleased;
import dev.slipway.model.event.SessionEvent.SessionForked;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls.ForkRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ForkedSessionsTest {
    private final Script model = new Script();
    private @Nullable House opened;

    private House open(RoomRules rules) throws Exception {
        House house = new House(
                Files.createTempDirectory("slipway-fork"), model.stub.baseUrl(), shell -> shell, List.of(), rules);
        opened = house;
        house.importShop();
        return house;
    }

    @AfterEach
    void close() throws Exception {
        if (opened != null) {
            opened.tearDown();
        }
        model.close();
    }

    @Test
    void aForkHasTheFilesAndTheBranchOfItsOwnAndBothGoOnApart() throws Exception {
        House house = open(RoomRules.STANDARD);
        SessionId first = house.session(ADA);
        model.then(
                write("kept.txt", "kept\n"),
                shell("echo note > /home/agent/note"),
                callWith("shell", "{\"command\":\"sleep 100\",\"background\":true}"),
                says("Done."));
        house.turn(first, ADA, "Work");
        house.sandbox(first).files().write("loose.txt", "loose\n".getBytes(UTF_8));

        SessionSummary fork = house.sessions.fork(first, new ForkRequest(Optional.empty(), Optional.empty()), BOB);
        assertThat(fork.title()).isEqualTo("Work (fork)");
        model.then(
                shell("cat kept.txt loose.txt /home/agent/note; git symbolic-ref HEAD; pgrep -x sleep | wc -l"),
                write("mine.txt", "mine\n"),
                says("Done."));
        house.turn(fork.id(), BOB, "Go on");

        SessionForked forked = house.rows(fork.id(), SessionForked.class).getFirst();
        assertThat(forked.from()).isEqualTo(first);
        assertThat(forked.taken()).isPresent();
        assertThat(forked.by().user()).isEqualTo(BOB.id());
        assertThat(model.stub.requests().get(model.calls() - 2).body())
                .contains("kept\\nloose\\nnote\\nrefs/heads/" + fork.branch().value());
        String branch = fork.branch().value();
        assertThat(house.mirror(House.SHOP).run("ls-tree", "--name-only", branch))
                .contains("kept.txt", "loose.txt", "mine.txt");
        assertThat(house.rows(fork.id(), CommitCreated.class)).hasSize(1);
        assertThat(house.sandbox(first).files().exists("mine.txt")).isFalse();
        assertThat(house.sandbox(first).executions()).hasSize(1);
    }

    @Test
    void aSessionWhoseSandboxWasReleasedIsForkedFromItsLastSnapshot() throws Exception {
        House house =
                open(new RoomRules(Duration.ofMillis(1), Duration.ofHours(1), Duration.ofMillis(20), Duration.ZERO));
        SessionId first = house.session(ADA);
        model.then(shell("echo note > /home/agent/note"), says("Done."));
        house.turn(first, ADA, "Work");
        house.await(first, SandboxReleased.class, 1);

        model.then(shell("cat /home/agent/note"), says("Done."));
        SessionSummary fork =
                house.sessions.fork(first, new ForkRequest(Optional.of("Another"), Optional.of("Show the note")), ADA);
        house.rest(fork.id());

        assertThat(fork.title()).isEqualTo("Another");
        assertThat(model.lastRequest()).contains("\"note\"");
        assertThat(house.rows(fork.id(), SandboxReady.class)).isNotEmpty();
        assertThat(house.rows(first, SandboxReady.class)).hasSize(1);
    }
}
