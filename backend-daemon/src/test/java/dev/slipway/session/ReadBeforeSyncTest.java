package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.Script.call;
import static dev.slipway.session.Script.says;
import static dev.slipway.session.Script.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.git.RealGit;
import dev.slipway.host.HostCall;
import dev.slipway.host.HostFacts;
import dev.slipway.host.HostProcess;
import dev.slipway.host.HostResult;
import dev.slipway.host.HostShell;
import dev.slipway.host.HostStream;
import dev.slipway.host.Mark;
import dev.slipway.host.ScriptSet;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.FilesOvertaken;
import dev.slipway.model.event.SessionEvent.NoticeGiven;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallWaited;
import dev.slipway.model.event.SessionEvent.ToolCallWaited.WaitedFor;
import dev.slipway.model.event.SessionEvent.WorkspaceSynced;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.SessionCalls.SyncAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The agent reads at once; what writes waits until the newest commits are in.
@Timeout(60)
final class ReadBeforeSyncTest {
    private final Script model = new Script();
    private volatile CountDownLatch slow = new CountDownLatch(0);
    private House house;
    private RealGit origin;

    @BeforeEach
    void open() throws Exception {
        house = new House(Files.createTempDirectory("slipway-gate"), model.stub.baseUrl(), SlowSync::new);
        origin = house.importShop();
    }

    @AfterEach
    void close() throws Exception {
        slow.countDown();
        house.tearDown();
        model.close();
    }

    /// Git on the way into a session's sandbox waits for the test; into an image it doesn't.
    private final class SlowSync implements HostShell {
        private final HostShell real;

        SlowSync(HostShell real) {
            this.real = real;
        }

        @Override
        public HostProcess start(HostCall call) {
            if (call.arguments().contains("slipway-bring")
                    && call.arguments().stream().anyMatch(argument -> argument.startsWith("slipway/"))) {
                try {
                    assertThat(slow.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return real.start(call);
        }

        @Override
        public HostId id() {
            return real.id();
        }

        @Override
        public String root() {
            return real.root();
        }

        @Override
        public HostFacts facts() {
            return real.facts();
        }

        @Override
        public HostResult run(ScriptSet scripts, String script, Duration limit, String... arguments) {
            return real.run(scripts, script, limit, arguments);
        }

        @Override
        public void endGroup(long group) {
            real.endGroup(group);
        }

        @Override
        public HostStream connect(String socket) {
            return real.connect(socket);
        }

        @Override
        public Mark newMark() {
            return real.newMark();
        }
    }

    @Test
    void readingDoesNotWaitForTheNewestCommitsAndWritingDoes() throws Exception {
        slow = new CountDownLatch(1);
        SessionId session = house.session(ADA);
        model.then(call("read", "path", "README.md"), write("new.txt", "new\n"), says("Done."));
        house.prompt(session, ADA, "Read, then write");

        ToolCallCompleted read = house.await(session, ToolCallCompleted.class, 1);
        assertThat(read.output()).contains("A shop.");
        assertThat(house.rows(session, WorkspaceSynced.class)).isEmpty();
        house.await(session, SessionEvent.ToolCallStarted.class, 2);
        long begun = System.nanoTime();
        House.eventually(() -> System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(150));
        slow.countDown();
        house.rest(session);

        assertThat(house.rows(session, ToolCallWaited.class))
                .filteredOn(waited -> waited.waitedFor() == WaitedFor.SYNC)
                .singleElement()
                .satisfies(waited -> assertThat(waited.took()).isGreaterThan(Duration.ofMillis(100)));
        assertThat(house.rows(session, ToolCallCompleted.class))
                .allMatch(done -> done.outcome() == ToolCallCompleted.Outcome.SUCCEEDED);
        assertThat(house.rows(session, SessionEvent.CommitCreated.class)).hasSize(1);
    }

    @Test
    void whatChangedSinceTheAgentReadItIsNamedToIt() throws Exception {
        origin.commit("other.txt", "other\n");
        SessionId session = house.session(ADA);
        model.then(call("read", "path", "./README.md"), says("Read."));
        house.turn(session, ADA, "Read it");

        origin.commit("README.md", "Another shop.\n");
        String newest = origin.commit("third.txt", "third\n");
        SyncAnswer answer = house.sessions.sync(session);
        assertThat(answer.commit().orElseThrow().value()).isEqualTo(newest);
        assertThat(answer.behind()).isZero();
        house.turn(session, ADA, "Go on");

        FilesOvertaken overtaken = house.rows(session, FilesOvertaken.class).getFirst();
        assertThat(overtaken.files()).containsExactly("README.md");
        assertThat(overtaken.commit().value()).isEqualTo(newest);
        assertThat(model.lastRequest())
                .contains("These files changed since you read them, by bringing in main at "
                        + overtaken.commit().abbreviated() + ": README.md. Read them again");
        house.turn(session, ADA, "And on");
        assertThat(house.rows(session, FilesOvertaken.class)).hasSize(1);
    }

    @Test
    void aSessionWithWorkOfItsOwnKeepsItAndIsToldOfAConflictOnce() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("README.md", "My shop.\n"), says("Written."));
        house.turn(session, ADA, "Write");
        origin.commit("README.md", "Their shop.\n");

        assertThat(house.sessions.sync(session).behind()).isEqualTo(1);
        assertThat(house.sessions.sync(session).behind()).isEqualTo(1);

        assertThat(house.rows(session, NoticeGiven.class)).singleElement().satisfies(notice -> {
            assertThat(notice.problem().code()).isEqualTo("base-conflicts");
            assertThat(notice.problem().detail()).contains("README.md");
            assertThat(notice.problem().remedy().orElse("")).contains("merge origin/main");
        });
        assertThat(new String(
                        house.sandbox(session).files().read("README.md", 0, 100).bytes(), UTF_8))
                .isEqualTo("My shop.\n");
    }

    @Test
    void anOriginThatCannotBeReadIsSaidAndTheSessionGoesOnWithWhatIsThere() throws Exception {
        Path away = house.home.resolve("away");
        Files.move(origin.directory(), away);
        SessionId session = house.session(ADA);
        model.then(write("new.txt", "new\n"), says("Done."));
        house.turn(session, ADA, "Write");

        NoticeGiven notice = house.rows(session, NoticeGiven.class).getFirst();
        assertThat(notice.problem().code()).isEqualTo("not-fetched");
        assertThat(notice.problem().detail()).contains("goes on with main at");
        assertThat(notice.problem().remedy().orElse("")).contains("slipway sync " + session.value());
        assertThat(house.rows(session, SessionEvent.CommitCreated.class)).hasSize(1);
        Files.move(away, origin.directory());
        house.sessions.sync(session);
        assertThat(house.rows(session, NoticeGiven.class)).hasSize(1);
    }

    @Test
    void nothingIsBroughtInFromOutsideWhileTheAgentWorks() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        SessionId session = house.session(ADA);
        model.after(answer, says("Done."));
        house.prompt(session, ADA, "Think");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> house.sessions.sync(session))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("session-works"));
        answer.countDown();
        house.rest(session);
    }
}
