package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.House.BOB;
import static dev.slipway.session.Script.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.ModelCallStarted;
import dev.slipway.model.event.SessionEvent.PromptAccepted;
import dev.slipway.model.event.SessionEvent.TurnInterrupted;
import dev.slipway.model.event.SessionEvent.TurnStarted;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process that runs a session is killed in mid-turn, as `kill -9` does, at random moments: nothing that it
/// acknowledged is lost, nothing is done twice, and the next one goes on.
@Timeout(120)
final class SessionCrashTest {
    private static final int KILLS = 3;
    private static final String ACCEPTED = "accepted ";

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean plain;

    /// Writes a file, tells a long story slowly, looks, and so on without end; or just answers.
    private StubReply answer() {
        if (plain) {
            return Script.says("I see.");
        }
        int call = asked.incrementAndGet();
        return switch (call % 3) {
            case 0 -> shell("echo " + call + " >> uncommitted.txt");
            case 1 ->
                Wire.anthropic()
                        .text(story(call))
                        .call("c" + call, "shell", "{\"command\":\"true\"}")
                        .end()
                        .paced(Duration.ofMillis(8));
            default -> shell("echo began-" + call + " >> uncommitted.txt; sleep 0.2");
        };
    }

    private static String[] story(int call) {
        return IntStream.range(0, 60)
                .mapToObj(i -> "once-" + call + "-" + i + " ")
                .toArray(String[]::new);
    }

    @Test
    void whateverTheMomentOfAKillWhatWasAcknowledgedIsThereAndNothingIsDoneTwice() throws Exception {
        Random random = new Random(11);
        try (ProviderStub stub = ProviderStub.start(request -> answer())) {
            Path home = Files.createTempDirectory("slipway-crash");
            House house = new House(home, stub.baseUrl());
            house.importShop();
            SessionId session = house.session(ADA);
            List<String> acknowledged = new ArrayList<>();
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    house.close();
                    plain = false;
                    acknowledged.addAll(runAndKill(home, stub, session, kill, random));
                    plain = true;
                    int calls = stub.requests().size();
                    long before = count(home);

                    house = new House(home, stub.baseUrl());
                    House again = house;
                    House.eventually(() -> again
                            .sessions
                            .list(Optional.empty(), Optional.of(SessionState.INTERRUPTED), Optional.empty(), 10)
                            .sessions()
                            .stream()
                            .anyMatch(summary -> summary.id().equals(session)));
                    List<SessionEvent> rows = house.rows(session);
                    assertThat(count(home)).as("the session was there").isEqualTo(before);
                    assertThat(stub.requests()).as("nothing is replayed").hasSize(calls);
                    assertThat(prompts(rows)).containsAll(acknowledged).doesNotHaveDuplicates();
                    assertThat(of(rows, TurnInterrupted.class)).hasSize(kill);
                    assertThat(of(rows, ModelCallStarted.class).size()).isGreaterThanOrEqualTo(calls - kill);
                    assertThat(house.sessions.journal(session).live()).isEmpty();
                    assertThat(of(rows, SessionEvent.ToolCallRequested.class))
                            .hasSameSizeAs(of(rows, SessionEvent.ToolCallCompleted.class));

                    String files = goOn(house, stub, session, kill);
                    assertThat(stub.requests().getLast().body()).contains(acknowledged);
                    assertThat(files).as("uncommitted files outlive the daemon").contains("began-");
                }
            } finally {
                house.tearDown();
            }
        }
    }

    @Test
    void aTurnWhoseModelWasSilentWhenTheDaemonDiedIsMarkedBeforeAnyoneAsks() throws Exception {
        try (ProviderStub stub =
                ProviderStub.start(request -> Script.says("Never").after(1, StubReply.Ending.SILENT))) {
            House house = new House(Files.createTempDirectory("slipway-silent"), stub.baseUrl());
            try {
                house.importShop();
                SessionId session = house.session(ADA);
                house.close();
                Process child = resident(house.home, stub, session, Resident.QUIET);
                try (BufferedReader said = child.inputReader()) {
                    assertThat(said.readLine()).startsWith(ACCEPTED);
                    House.eventually(() -> stub.requests().size() == 1);
                    // Then its index has the session at work, and nothing comes after.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(600));
                } finally {
                    child.destroyForcibly().waitFor();
                }
                house = new House(house.home, stub.baseUrl());
                House again = house;
                House.eventually(() -> interrupted(again, session));
                assertThat(stub.requests()).hasSize(1);
            } finally {
                house.tearDown();
            }
        }
    }

    /// As the list says, which asks no session.
    private static boolean interrupted(House house, SessionId session) {
        return house
                .sessions
                .list(Optional.empty(), Optional.of(SessionState.INTERRUPTED), Optional.empty(), 10)
                .sessions()
                .stream()
                .anyMatch(summary -> summary.id().equals(session));
    }

    /// Prompts again, and gives what the sandbox holds that no turn has committed yet.
    private String goOn(House house, ProviderStub stub, SessionId session, int kill) throws InterruptedException {
        int turns = house.rows(session, TurnStarted.class).size();
        house.prompt(session, BOB, "go on " + kill);
        House.eventually(
                () -> house.rows(session, SessionEvent.TurnCompleted.class).size() > 0
                        && house.sessions.detail(session).queue().isEmpty()
                        && house.sessions.summary(session).state() == SessionState.IDLE);
        assertThat(house.rows(session, TurnStarted.class)).hasSizeGreaterThan(turns);
        assertThat(stub.requests().getLast().body()).contains("go on " + kill);
        return house.mirror(House.SHOP)
                .run("show", house.sessions.summary(session).branch().value() + ":uncommitted.txt");
    }

    private static long count(Path home) throws Exception {
        try (var sessions = Files.list(home.resolve("sessions"))) {
            return sessions.filter(path -> Files.exists(path.resolve("journal.db")))
                    .count();
        }
    }

    private static List<String> prompts(List<SessionEvent> rows) {
        return of(rows, PromptAccepted.class).stream()
                .map(accepted -> accepted.prompt().text())
                .toList();
    }

    private static <T> List<T> of(List<SessionEvent> rows, Class<T> type) {
        return rows.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// Runs [Resident], and kills it some model calls and some milliseconds after its first prompt.
    /// @return the texts of the prompts that it was told are accepted
    private static List<String> runAndKill(Path home, ProviderStub stub, SessionId session, int kill, Random random)
            throws Exception {
        int calls = stub.requests().size() + 3 + random.nextInt(3);
        Process child = resident(home, stub, session, Integer.toString(kill));
        try (BufferedReader said = child.inputReader()) {
            List<String> accepted = new ArrayList<>();
            accepted.add(said.readLine());
            House.eventually(() -> stub.requests().size() >= calls);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));
            child.toHandle().destroyForcibly();
            said.lines().forEach(accepted::add);
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(accepted).allSatisfy(line -> assertThat(line).startsWith(ACCEPTED));
            return accepted.stream()
                    .map(line -> line.substring(ACCEPTED.length()))
                    .toList();
        } finally {
            child.destroyForcibly();
        }
    }

    private static Process resident(Path home, ProviderStub stub, SessionId session, String name) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.sqlite.tmpdir=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Resident.class.getName(),
                        home.toString(),
                        stub.baseUrl(),
                        session.value(),
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Prompts every 50 ms until it is killed, or once when it is to be quiet, and says what was accepted.
    static final class Resident {
        static final String QUIET = "quiet";

        private Resident() {}

        public static void main(String[] arguments) {
            House house = new House(Path.of(arguments[0]), arguments[1]);
            SessionId session = new SessionId(arguments[2]);
            for (int i = 0; ; i++) {
                String text = "prompt " + arguments[3] + "-" + i + ".";
                house.prompt(
                        session,
                        ADA,
                        text,
                        i == 0 ? PromptMode.QUEUE : PromptMode.INSERT,
                        Optional.of(new PromptId("p-" + arguments[3] + "-" + i)));
                System.out.println(ACCEPTED + text);
                if (arguments[3].equals(QUIET)) {
                    LockSupport.park();
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }
}
