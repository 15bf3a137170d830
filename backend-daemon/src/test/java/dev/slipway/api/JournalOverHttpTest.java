package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.journal.Journal;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionRenamed;
import dev.slipway.model.session.BlobId;
import dev.slipway.model.wire.SessionCalls.EventPage;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JournalOverHttpTest {
    private static final SessionId SESSION = SessionId.of(1_000_000, 1);

    @RegisterExtension
    final RunningServer server = new RunningServer();

    private Journal journal;

    @BeforeEach
    void begin() {
        journal = server.journals().create(SESSION);
    }

    private void rename(int count, String title) {
        List<SessionEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new SessionRenamed(title, RunningServer.ADA));
        }
        journal.append(events).awaitWritten();
    }

    private static List<Long> seqs(EventPage page) {
        return page.events().stream().map(Envelope::seq).toList();
    }

    @Test
    void aPageBeginsWhereItIsAskedToAndIsAsLongAsItIsAskedToBe() {
        rename(10, "t");

        assertThat(seqs(SessionRoutes.events(journal, 1, 3))).containsExactly(1L, 2L, 3L);
        assertThat(seqs(SessionRoutes.events(journal, 9, 100))).containsExactly(9L, 10L);
        assertThat(seqs(SessionRoutes.events(journal, -2, 100))).containsExactly(9L, 10L);
        assertThat(seqs(SessionRoutes.events(journal, -100, 2))).containsExactly(1L, 2L);
        assertThat(seqs(SessionRoutes.events(journal, Long.MIN_VALUE, 2))).containsExactly(1L, 2L);
        assertThat(seqs(SessionRoutes.events(journal, Long.MAX_VALUE, 2))).isEmpty();
        assertThat(SessionRoutes.events(journal, 3, 1).last()).isEqualTo(10);
    }

    @Test
    void aPageMayBeLongerThanOneReadOfTheJournal() {
        rename(3_000, "t");

        assertThat(SessionRoutes.events(journal, 1, 2_500).events()).hasSize(2_500);
    }

    @Test
    void largeEventsMakeAShorterPageFromWhichOneGoesOn() {
        for (int i = 0; i < 40; i++) {
            rename(1, "x".repeat(500_000));
        }

        EventPage page = SessionRoutes.events(journal, 1, 40);

        assertThat(page.events().size()).isBetween(2, 39);
        assertThat(page.last()).isEqualTo(40);
        long next = page.events().getLast().seq() + 1;
        assertThat(seqs(SessionRoutes.events(journal, next, 1))).containsExactly(next);
    }

    @Test
    void liveTextBelongsToTheNewestPageOnly() {
        rename(2, "t");
        journal.stream(new BlockId("b"), BlockKind.TEXT, "", "Hi");

        assertThat(SessionRoutes.events(journal, 1, 2).live())
                .extracting(LiveText::text)
                .containsExactly("Hi");
        assertThat(SessionRoutes.events(journal, 1, 1).live()).isEmpty();
    }

    @Test
    void aBlobComesAsItWasKeptAndIsNotToBeShownInABrowser() throws Exception {
        BlobId blob =
                journal.blobs().put("<script>alert(1)</script>".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        HttpResponse<String> response = server.get("/api/v1/sessions/" + SESSION.value() + "/blobs/" + blob.value());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("<script>alert(1)</script>");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(response.headers().firstValue("Content-Disposition")).contains("attachment");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
    }

    @Test
    void aBlobThatIsNotThereOrIsNoBlobIsRefused() throws Exception {
        String blobs = "/api/v1/sessions/" + SESSION.value() + "/blobs/";

        assertThat(server.get(blobs + "0".repeat(64)).statusCode()).isEqualTo(404);
        assertThat(server.get(blobs + "journal.db").statusCode()).isEqualTo(400);
        assertThat(server.get(blobs + "..%2fjournal.db").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/v1/sessions/" + SessionId.of(2, 2).value() + "/blobs/" + "0".repeat(64))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send(server.request(blobs + "0".repeat(64)).DELETE()).statusCode())
                .isEqualTo(405);
    }
}
