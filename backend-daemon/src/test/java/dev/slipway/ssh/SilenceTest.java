package dev.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A connection that goes silently dead: packets vanish, and nobody says so.
@Timeout(60)
class SilenceTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(2));

    @TempDir
    Path folder;

    private TestSshd sshd;
    private SilentRelay relay;
    private SshServer server;

    @BeforeEach
    void open() throws Exception {
        sshd = new TestSshd(folder.resolve("sshd"));
        relay = new SilentRelay(sshd.port());
        SshAddress address = new SshAddress(sshd.address().user(), "127.0.0.1", relay.port());
        SshTarget target = new SshTarget(address, List.of(sshd.login()), Optional.empty());
        server = new SshServer(target, sshd.pinned(), new Random(1), SHORT);
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
        server.close();
        sshd.close();
    }

    @Test
    void isNoticedAndWhatRanFailsInWordsAndLaterCallsConnectAgain() throws Exception {
        SshProcess sleeping = server.start(List.of("sleep", "1000"));
        relay.goSilent();
        long began = System.nanoTime();

        assertThatThrownBy(() -> exit(sleeping))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("host-lost");
                    assertThat(e.problem().detail()).contains("gave no sign of life for 2 s");
                });
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));

        relay.recover();
        assertThat(exit(startAfterAll(server, "true"))).isZero();
    }

    @Test
    void isNoticedThoughAWriteHangs() throws Exception {
        SshProcess reading = server.start(List.of("sleep", "1000"));
        SshProcess cat = server.start(List.of("/bin/sh", "-c", "cat >/dev/null"));
        relay.goSilent();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writing = threads.submit(() -> {
                byte[] much = new byte[1 << 20];
                try (OutputStream stdin = cat.stdin()) {
                    while (true) {
                        stdin.write(much);
                    }
                }
            });

            assertThatThrownBy(() -> writing.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThatThrownBy(() -> exit(reading)).isInstanceOf(CompletionException.class);
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsGivenUp() {
        relay.goSilent();
        long began = System.nanoTime();

        assertThatThrownBy(() -> server.start(List.of("true")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("host-unreachable"));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aServerBehindAnotherOneThatSaysNothingIsGivenUp() throws Exception {
        try (TestSshd inner = new TestSshd(folder.resolve("inner"));
                SilentRelay between = new SilentRelay(inner.port())) {
            HostKey first = sshd.hostKey();
            HostKey second = inner.hostKey();
            SshAddress address = new SshAddress(inner.address().user(), "127.0.0.1", between.port());
            SshTarget target = new SshTarget(address, List.of(inner.login()), Optional.of(sshd.target()));
            PinnedKeys both = each -> List.of(each.equals(address) ? second : first);
            try (SshServer behind = new SshServer(target, both, new Random(1), SHORT)) {
                between.goSilent();
                assertThatThrownBy(() -> behind.start(List.of("true")))
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                e -> assertThat(e.problem().code()).isEqualTo("host-unreachable"));
                between.recover();
                SshProcess sleeping = startAfterAll(behind, "sleep", "1000");
                between.goSilent();
                assertThatThrownBy(() -> exit(sleeping)).hasMessageContaining("gave no sign of life");
            }
        }
    }

    @Test
    void afterRepeatedFailuresOneCallTriesAndTheOthersFailAtOnce() throws Exception {
        relay.goSilent();
        while (server.circuit().state() == SshCircuit.State.CLOSED) {
            assertThat(code()).isEqualTo("host-unreachable");
        }
        server.wake();
        assertThat(server.circuit().state()).isEqualTo(SshCircuit.State.HALF_OPEN);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Duration>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(threads.submit(() -> {
                    long began = System.nanoTime();
                    assertThat(code()).isEqualTo("host-unreachable");
                    return Duration.ofNanos(System.nanoTime() - began);
                }));
            }
            List<Duration> taken = new ArrayList<>();
            for (Future<Duration> call : calls) {
                taken.add(call.get());
            }
            assertThat(taken).filteredOn(time -> time.toMillis() > 1_500).hasSize(1);
        }
        assertThat(server.circuit().nextTry()).isPresent();
        assertThatThrownBy(() -> server.start(List.of("true"))).hasMessageContaining("Slipway tries again in");

        relay.recover();
        assertThat(exit(startAfterAll(server, "true"))).isZero();
        assertThat(server.circuit()).isEqualTo(new SshCircuit(SshCircuit.State.CLOSED, 1, 0, Optional.empty()));
    }

    /// On a busy machine a login may take longer than the limits of this test.
    private static SshProcess startAfterAll(SshServer server, String... command) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            server.wake();
            try {
                return server.start(List.of(command));
            } catch (ProblemException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private String code() {
        try {
            server.start(List.of("true"));
            return "none";
        } catch (ProblemException e) {
            return e.problem().code();
        }
    }

    private static int exit(SshProcess process) {
        return process.onExit()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
