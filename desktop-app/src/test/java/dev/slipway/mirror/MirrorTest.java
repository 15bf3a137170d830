package dev.slipway.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Backoff;
import dev.slipway.link.Eventually;
import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.link.TestServer;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.SessionCalls.NewPrompt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
    private static final SessionId SESSION = SessionId.of(1_760_000_000_000L, 1);
    private static final BlockId BLOCK = new BlockId("b1");

    @TempDir
    Path folder;

    private final TestServer server = new TestServer();
    private final Link link = new Link(
            server.address(),
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), new Random(1)),
            InstantSource.system());

    @SuppressWarnings("NullAway.Init")
    private Mirror mirror;

    @BeforeEach
    void open() {
        mirror = new Mirror(folder.resolve("mirror.db"), link);
    }

    @AfterEach
    void close() {
        link.close();
        mirror.close();
        server.close();
    }

    @Test
    void whatWasVisitedIsThereWithoutAServer() {
        server.journal(SESSION).append(text("one"), text("two"));
        visit();
        link.close();
        server.close();
        mirror.close();

        open();
        Replica replica = mirror.read(SESSION);

        assertThat(replica.rows(0, 10)).hasSize(2);
        assertThat(replica.last()).isEqualTo(2);
    }

    @Test
    void catchesUpFromItsLastEvent() {
        server.journal(SESSION).append(text("one"), text("two"));
        visit();
        server.received().clear();
        server.journal(SESSION).append(text("three"));

        try (Replica replica = mirror.open(SESSION)) {
            Eventually.that("three rows", () -> replica.end() == 3);
        }

        assertThat(server.received())
                .filteredOn(ClientFrame.Subscribe.class::isInstance)
                .extracting(frame -> ((ClientFrame.Subscribe) frame).from())
                .containsExactly(2L);
    }

    @Test
    void aToolCallIsOneRowFromItsRequestToItsEnd() {
        server.journal(SESSION)
                .append(
                        new SessionEvent.ToolCallRequested(
                                BLOCK, new TurnId(1), "call-1", "bash", "{}", Effect.EXECUTES, "Run tests"),
                        text("meanwhile"),
                        new SessionEvent.ToolCallStarted("call-1"));
        visit();

        List<Row> rows = mirror.read(SESSION).rows(0, 10);

        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().events())
                .extracting(envelope -> envelope.event().getClass().getSimpleName())
                .containsExactly("ToolCallRequested", "ToolCallStarted");
    }

    @Test
    void callsThatOnlyLookAreGatheredInOneRowAlsoAcrossVisits() {
        server.journal(SESSION).append(text("one"), look("r1"), look("r2"));
        visit();
        server.journal(SESSION)
                .append(look("r3"), new SessionEvent.ToolCallStarted("r2"), text("two"), look("r4"), text("three"));
        visit();

        Replica replica = mirror.read(SESSION);

        assertThat(replica.rows(0, 10)).extracting(row -> row.events().size()).containsExactly(1, 4, 1, 1, 1);
        assertThat(replica.rowOf(4)).isEqualTo(1);
        assertThat(replica.rowOf(6)).isEqualTo(2);
        assertThat(replica.rowOf(99)).isEqualTo(5);
    }

    private static SessionEvent look(String call) {
        return new SessionEvent.ToolCallRequested(
                BLOCK, new TurnId(1), call, "read", "{}", Effect.READS, "Read a file");
    }

    @Test
    void aPromptStandsWhereItWasDeliveredWithItsEdits() {
        PromptId id = new PromptId("p1");
        Prompt prompt =
                new Prompt(id, TestServer.ADA, "first", PromptMode.QUEUE, List.of(), Optional.empty(), Instant.EPOCH);
        server.journal(SESSION)
                .append(
                        new SessionEvent.PromptAccepted(prompt),
                        text("the turn before"),
                        new SessionEvent.PromptEdited(id, "second", TestServer.ADA),
                        new SessionEvent.PromptDelivered(id, new TurnId(2)));
        visit();

        List<Row> rows = mirror.read(SESSION).rows(0, 10);

        assertThat(rows).hasSize(2);
        assertThat(mirror.read(SESSION).prompts(10)).containsExactly(prompt);
        assertThat(rows.get(1).events())
                .extracting(envelope -> envelope.event().getClass().getSimpleName())
                .containsExactly("PromptAccepted", "PromptEdited", "PromptDelivered");
    }

    @Test
    void streamingTextFollowsReplacesOrBeginsAnew() {
        LiveBlock begun = LiveBlock.begin(new LiveText(BLOCK, BlockKind.TEXT, "", 0, "Hello"));

        assertThat(begun.with(new LiveText(BLOCK, BlockKind.TEXT, "", 5, " world"))
                        .text())
                .isEqualTo("Hello world");
        assertThat(begun.with(new LiveText(BLOCK, BlockKind.TEXT, "", 0, "Hello again"))
                        .text())
                .isEqualTo("Hello again");
        assertThat(begun.with(new LiveText(BLOCK, BlockKind.TEXT, "", 100, "end")))
                .isEqualTo(new LiveBlock(BLOCK, BlockKind.TEXT, "", 100, "end"));
    }

    @Test
    void keepsDraftsPlacesAndWaitingPrompts() {
        PromptId id = new PromptId("p1");
        NewPrompt prompt =
                new NewPrompt(Optional.of(id), "do it", Optional.empty(), List.of(), Optional.of(new ModelName("a/b")));
        mirror.writeDraft("new", "half a thought");
        mirror.keepDraft("new");
        mirror.see(SESSION, 12);
        mirror.see(SESSION, 7);
        mirror.outbox().keep(new Outbox.Waiting(SESSION, prompt, Instant.EPOCH));
        mirror.outbox().keep(new Outbox.Waiting(SESSION, prompt, Instant.EPOCH));
        mirror.close();
        open();

        assertThat(mirror.draft("new")).contains("half a thought");
        assertThat(mirror.seen()).containsEntry(SESSION, 12L);
        assertThat(mirror.outbox().all()).containsExactly(new Outbox.Waiting(SESSION, prompt, Instant.EPOCH));
    }

    @Test
    void aFirstVisitToALongSessionShowsItsEndFirstAndTheRestComesByItself() {
        for (int i = 1; i <= 9_000; i++) {
            server.journal(SESSION).append(text("words " + i));
        }
        link.start();
        List<Long> lows = new CopyOnWriteArrayList<>();
        try (Replica replica = mirror.read(SESSION)) {
            replica.onNews(_ -> lows.add(replica.low()));
            mirror.follow(replica);
            Eventually.that("all is here", () -> replica.low() == 1);

            assertThat(lows.stream().filter(low -> low > 0).findFirst().orElseThrow())
                    .isGreaterThan(8_000);
            assertThat(replica.end() - replica.first()).isEqualTo(9_000);
            assertThat(replica.read(1, Integer.MAX_VALUE))
                    .isEqualTo(server.journal(SESSION).all());
            assertThat(replica.rows(replica.first(), replica.end()))
                    .extracting(row -> row.first().seq())
                    .isSorted()
                    .hasSize(9_000);
        }
        assertThat(server.received())
                .filteredOn(ClientFrame.Subscribe.class::isInstance)
                .extracting(frame -> ((ClientFrame.Subscribe) frame).from())
                .noneMatch(from -> from == 1);
    }

    @Test
    void whoComesBackAfterVeryLongBeginsAtTheEndToo() {
        server.journal(SESSION).append(text("one"), text("two"));
        visit();
        for (int i = 1; i <= 50_100; i++) {
            server.journal(SESSION).append(text("words"));
        }
        List<Replica.News> told = new CopyOnWriteArrayList<>();
        try (Replica replica = mirror.read(SESSION)) {
            replica.onNews(told::add);
            mirror.follow(replica);
            Eventually.that("the end is here", () -> replica.last() == 50_102);
            Eventually.that("the beginning is here", () -> replica.low() == 1);
        }
        assertThat(told).anyMatch(Replica.News.Anew.class::isInstance);
        mirror.sweep();
        assertThat(mirror.read(SESSION).read(1, Integer.MAX_VALUE))
                .isEqualTo(server.journal(SESSION).all());
    }

    private void visit() {
        if (link.state() instanceof LinkState.Connecting) {
            link.start();
        }
        try (Replica replica = mirror.open(SESSION)) {
            Eventually.that(
                    "all is here",
                    () -> replica.last() == server.journal(SESSION).last());
        }
    }

    private static SessionEvent text(String text) {
        return new SessionEvent.TextWritten(new BlockId("t-" + text.replace(' ', '-')), text, true);
    }
}
