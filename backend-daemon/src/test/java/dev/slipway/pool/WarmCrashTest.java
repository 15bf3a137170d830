package dev.slipway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.SandboxId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A daemon process that is killed again and again in the midst of claims.
@Timeout(180)
final class WarmCrashTest {
    private static final int ROUNDS = 4;
    private static final int WAITING = 3;

    private final Random random = new Random();
    private Path place;

    @BeforeEach
    void open() throws IOException {
        place = Files.createTempDirectory("slipway-warm-crash");
    }

    @AfterEach
    void close() throws IOException {
        WarmHouse.remove(place);
    }

    @Test
    void noSandboxIsGivenTwiceAndNoneIsForgotten() throws Exception {
        Path home = Files.createDirectories(place.resolve("home"));
        for (int round = 0; round < ROUNDS; round++) {
            killAfterSomeClaims(home, 2 + random.nextInt(4));
        }

        Map<SessionId, SandboxId> journal = journal(home);
        assertThat(new HashSet<>(journal.values())).as("given once").hasSameSizeAs(journal.values());
        assertThat(journal).hasSizeGreaterThanOrEqualTo(2 * ROUNDS);

        WarmHouse house = new WarmHouse(home, WarmHouse.settings(WAITING), List.of());
        try {
            house.pool.housing(HostId.LOCAL).await();
            house.start((session, sandbox) -> answer(home, session, sandbox));
            WarmHouse.eventually(() -> house.waitingOn(HostId.LOCAL).size() == WAITING);
            assertThat(house.waitingOn(HostId.LOCAL)).doesNotContainAnyElementsOf(journal.values());
            Set<SandboxId> known = new HashSet<>(journal.values());
            for (SessionId session : begun(home)) {
                if (!journal.containsKey(session)) {
                    // It claimed and was not told, or its daemon did not live to write it down: it gets its own.
                    Lease owed = house.leases.claim(house.wish(session));
                    assertThat(known.add(owed.sandbox().id())).isTrue();
                    house.leases.settle(owed.sandbox().id());
                }
            }
            WarmHouse.eventually(() -> house.waitingOn(HostId.LOCAL).size() == WAITING);
            WarmHouse.eventually(() -> {
                Set<SandboxId> left = new HashSet<>(house.on(HostId.LOCAL));
                left.removeAll(known);
                house.waitingOn(HostId.LOCAL).forEach(left::remove);
                return left.isEmpty();
            });
            assertThat(house.on(HostId.LOCAL)).containsAll(journal.values());
            WarmTotals totals = house.leases.totals();
            assertThat(totals.usedMinutes()).isPositive();
        } finally {
            house.tearDown();
        }
    }

    private static void killAfterSomeClaims(Path home, int claims) throws Exception {
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Claiming.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says = daemon.inputReader()) {
            for (int i = 0; i < claims; i++) {
                String line = says.readLine();
                assertThat(line).as("the daemon ended by itself").isNotNull();
            }
        } finally {
            daemon.destroyForcibly().waitFor();
        }
    }

    private static Residents.Answer answer(Path home, SessionId session, SandboxId sandbox) {
        if (sandbox.equals(journal(home).get(session))) {
            return Residents.Answer.LIVES_THERE;
        }
        return begun(home).contains(session) ? Residents.Answer.LIVES_ELSEWHERE : Residents.Answer.UNKNOWN;
    }

    private static Map<SessionId, SandboxId> journal(Path home) {
        Map<SessionId, SandboxId> journal = new HashMap<>();
        for (String line : lines(home.resolve("journal"))) {
            String[] words = line.split(" ", 2);
            journal.put(new SessionId(words[0]), new SandboxId(words[1]));
        }
        return journal;
    }

    private static List<SessionId> begun(Path home) {
        return lines(home.resolve("begun")).stream().map(SessionId::new).toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A daemon whose sessions do nothing but claim sandboxes. A line of output for each.
    static final class Claiming {
        private Claiming() {}

        public static void main(String[] arguments) throws Exception {
            Path home = Path.of(arguments[0]);
            WarmHouse house = new WarmHouse(home, WarmHouse.settings(WAITING), List.of());
            if (house.repositories.list().isEmpty()) {
                house.importShop();
            }
            house.pool.housing(HostId.LOCAL).await();
            house.keep(WAITING);
            house.start((session, sandbox) -> answer(home, session, sandbox));
            while (true) {
                WarmHouse.eventually(() -> house.waiting() > 0);
                SessionId session = SessionId.of(System.currentTimeMillis(), new Random().nextLong());
                append(home.resolve("begun"), session.value());
                Lease lease = house.leases.claim(house.wish(session));
                append(
                        home.resolve("journal"),
                        session.value() + " " + lease.sandbox().id().value());
                house.leases.settle(lease.sandbox().id());
                System.out.println(session.value());
            }
        }

        private static void append(Path file, String line) throws IOException {
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        }
    }
}
