package dev.slipway.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.host.HostShell;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.SnapshotBook.Entry;
import dev.slipway.snapshot.SnapshotBook.Kind;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotBookTest {
    private static final HostId HOST = new HostId("vm-1");

    @TempDir
    Path root;

    private final Random random = new Random();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private Database database;
    private SnapshotBook book;

    @BeforeEach
    void open() {
        database = Database.open(root.resolve("daemon.db"), "the test's database");
        book = new SnapshotBook(database, () -> now, random);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsTheLastThreeOfAWorkingSessionAndTheLastOfEachOtherKind() {
        Entry base = noted("s", Kind.BASE);
        noted("s", Kind.EXIT);
        Entry exit = noted("s", Kind.EXIT);
        noted("s", Kind.SESSION);
        List<Entry> last = List.of(noted("s", Kind.SESSION), noted("s", Kind.SESSION), noted("s", Kind.SESSION));
        Entry other = noted("t", Kind.SESSION);

        assertThat(book.of("s")).containsExactly(last.get(2), last.get(1), last.get(0), exit, base);
        assertThat(book.latest("s")).contains(last.get(2));
        assertThat(book.latest("t")).contains(other);
        assertThat(book.layers(HOST)).hasSize(7).contains(exit.snapshot().id());

        book.forget("s");
        assertThat(book.layers(HOST))
                .containsExactlyInAnyOrderElementsOf(other.snapshot().layers());
        book.forget(HOST);
        assertThat(book.layers(HOST)).isEmpty();
    }

    @Test
    void doesNotTakeWhatASessionStartedFromForItsLastSnapshot() {
        noted("s", Kind.BASE);

        assertThat(book.latest("s")).isEmpty();
    }

    @Test
    void takesAHotSnapshotOfAWorkingSessionAndAColdOneOfALeavingOne() throws Exception {
        Sandboxes sandboxes = new Sandboxes(
                HostShell.local(root.resolve("host"), random),
                SandboxSettings.standard().withUnisolated(true),
                random);
        Sandbox sandbox = sandboxes.create(SandboxSpec.of(new SandboxId("s")));
        try {
            sandbox.files().write("file", "content".getBytes(UTF_8));
            Execution program = sandbox.start(ExecSpec.of("cat"));

            Entry session = book.take("s", Kind.SESSION, HOST, sandboxes, sandbox);
            assertThat(program.runs()).isTrue();
            now = now.plusSeconds(1);
            Entry exit = book.take("s", Kind.EXIT, HOST, sandboxes, sandbox);

            assertThat(program.waitFor().ok()).isFalse();
            assertThat(session.snapshot().pause()).isPositive();
            assertThat(exit.snapshot().pause()).isZero();
            assertThat(session.bytes()).isPositive();
            assertThat(book.latest("s")).contains(exit);
            assertThat(sandboxes.collect(book.layers(HOST), Duration.ZERO)).isZero();
        } finally {
            sandboxes.destroyAll();
        }
    }

    private Entry noted(String session, Kind kind) {
        now = now.plusSeconds(1);
        List<LayerId> layers = List.of(LayerId.random(random), new LayerId("image"));
        Entry entry = new Entry(session, kind, HOST, new Snapshot(layers, now, Duration.ofMillis(12)), 4_096);
        book.note(entry);
        return entry;
    }
}
