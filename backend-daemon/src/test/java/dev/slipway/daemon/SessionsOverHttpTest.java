package dev.slipway.daemon;

import static dev.slipway.daemon.WiredDaemon.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls.EventPage;
import dev.slipway.model.wire.SessionCalls.Resumed;
import dev.slipway.model.wire.SessionCalls.SessionDetail;
import dev.slipway.model.wire.SessionCalls.SessionPage;
import dev.slipway.model.wire.SessionCalls.Stopped;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions as clients meet them: over HTTP, with all that is behind them.
@ExtendWith(WiredDaemon.Provided.class)
final class SessionsOverHttpTest {
    private static final String NOBODY = "01kpy3zq8w2rt";
    private static WiredDaemon daemon;

    @BeforeAll
    static void repository(WiredDaemon wired) throws Exception {
        daemon = wired;
        daemon.repository("sessions");
    }

    @Test
    void aSessionIsCreatedShownAndChangedByVersion() throws Exception {
        HttpResponse<String> made = daemon.post("/sessions", """
                {"repository":"sessions","prompt":"Say hello","model":"stub/two"}""");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        SessionSummary session = Json.read(made.body(), SessionSummary.class);
        String path = "/sessions/" + session.id().value();
        assertThat(made.headers().firstValue("Location")).contains("/api/v1" + path);
        assertThat(session.title()).isEqualTo("Say hello");
        assertThat(session.model().value()).isEqualTo("stub/two");
        daemon.await(session.id().value(), now -> now.summary().state() == SessionState.IDLE);

        assertThat(daemon.get(path, "If-None-Match", tag(path)).statusCode()).isEqualTo(304);
        // Its sandbox may still be getting ready, which is told in the session, too: then one looks again.
        String tag = tag(path);
        HttpResponse<String> renamed = daemon.patch(path, "{\"title\":\"Hello\"}", "If-Match", tag);
        for (int again = 0; renamed.statusCode() == 412 && again < 20; again++) {
            tag = tag(path);
            renamed = daemon.patch(path, "{\"title\":\"Hello\"}", "If-Match", tag);
        }
        assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
        HttpResponse<String> late = daemon.patch(path, "{\"title\":\"Too late\"}", "If-Match", tag);

        assertThat(code(late)).isEqualTo("changed-meanwhile");
        assertThat(daemon.detail(session.id().value()).summary().title()).isEqualTo("Hello");
        assertThat(daemon.get(path, "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    private String tag(String path) throws Exception {
        return daemon.get(path).headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void sessionsAreListedNewestFirstByPagesAndFiltered() throws Exception {
        daemon.repository("listed");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(daemon.session("listed", "Say hello"));
        }
        String working = daemon.session("listed", "WAIT");
        made.add(working);
        Collections.sort(made, Collections.reverseOrder());

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            SessionPage page = page("/sessions?repository=listed&limit=3" + cursor);
            page.sessions().forEach(session -> seen.add(session.id().value()));
            cursor = page.next().map(next -> "&cursor=" + next).orElse("");
        } while (!cursor.isEmpty());

        assertThat(seen).isEqualTo(made);
        assertThat(page("/sessions?repository=listed&state=working").sessions())
                .extracting(session -> session.id().value())
                .containsExactly(working);
        assertThat(page("/sessions?repository=elsewhere").sessions()).isEmpty();
        daemon.post("/sessions/" + working + "/stop", "");
    }

    private static SessionPage page(String path) throws Exception {
        return Json.read(daemon.get(path).body(), SessionPage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=501",
                "?limit=x",
                "?limit=1e1",
                "?state=ASLEEP",
                "?cursor=../x",
                "?cursor=%00",
                "?repository=../etc",
                "?repository=a%2Fb",
                "?order=age",
                "?limit=1&limit=2"
            })
    void aListAskedForInAnotherWayIsMalformed(String query) throws Exception {
        HttpResponse<String> response = daemon.get("/sessions" + query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    }

    @Test
    void aPromptWithTheSameIdIsAcceptedOnce() throws Exception {
        String session = daemon.session("sessions", "Say hello");
        String prompt = "{\"id\":\"mine-1\",\"text\":\"And again\"}";

        HttpResponse<String> first = daemon.post("/sessions/" + session + "/prompts", prompt);
        HttpResponse<String> second = daemon.post("/sessions/" + session + "/prompts", prompt);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(second.statusCode()).as(second.body()).isEqualTo(201);
        assertThat(Json.read(second.body(), Prompt.class)).isEqualTo(Json.read(first.body(), Prompt.class));
        assertThat(rows(session).stream().filter(SessionEvent.PromptAccepted.class::isInstance))
                .hasSize(2);
    }

    private static List<SessionEvent> rows(String session) throws Exception {
        return events(session, "").events().stream().map(Envelope::event).toList();
    }

    private static EventPage events(String session, String query) throws Exception {
        return Json.read(daemon.get("/sessions/" + session + "/events" + query).body(), EventPage.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"mediaType\":\"text/plain\",\"content\":\"not base 64!\"} | 400",
                "{\"name\":\"a\",\"mediaType\":\"text/plain\\nx: y\",\"content\":\"\"}      | 400",
                "{\"name\":\"a\",\"mediaType\":\"\",\"content\":\"\"}                       | 400",
                "{\"name\":\"a\",\"mediaType\":\"text/plain\"}                              | 400",
                "{\"name\":null,\"mediaType\":\"text/plain\",\"content\":\"\"}              | 400",
                "{\"name\":7,\"mediaType\":\"text/plain\",\"content\":[]}                   | 400",
                "null                                                                       | 400",
                "\"file\"                                                                   | 400"
            })
    void anAttachmentThatMakesNoSenseIsRefusedAndNothingIsPrompted(String attachment, int status) throws Exception {
        String session = daemon.session("sessions", "Say hello");

        HttpResponse<String> response = daemon.post(
                "/sessions/" + session + "/prompts", "{\"text\":\"Look\",\"attachments\":[" + attachment + "]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(rows(session).stream().filter(SessionEvent.PromptAccepted.class::isInstance))
                .hasSize(1);
    }

    @Test
    void anAttachmentThatIsTooLargeOrOneTooManyIsRefused() throws Exception {
        String session = daemon.session("sessions", "Say hello");
        String large = Base64.getEncoder().encodeToString(new byte[(10 << 20) + 1]);
        String many = IntStream.rangeClosed(1, 21)
                .mapToObj(i -> attachment("file" + i, ""))
                .collect(Collectors.joining(","));

        HttpResponse<String> tooLarge = prompt(session, attachment("large", large));
        HttpResponse<String> tooMany = prompt(session, many);
        HttpResponse<String> beyond = prompt(session, attachment("larger", "A".repeat(21 << 20)));

        assertThat(code(tooLarge)).isEqualTo("attachment-too-large");
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(code(tooMany)).isEqualTo("too-many-attachments");
        assertThat(beyond.statusCode()).isEqualTo(413);
    }

    private static HttpResponse<String> prompt(String session, String attachments) throws Exception {
        return daemon.post(
                "/sessions/" + session + "/prompts", "{\"text\":\"Look\",\"attachments\":[" + attachments + "]}");
    }

    private static String attachment(String name, String content) {
        return Json.write(Map.of("name", name, "mediaType", "text/plain", "content", content));
    }

    @ParameterizedTest
    @CsvSource({
        "'../../etc/passwd', passwd",
        "'C:\\Users\\ada\\x.txt', x.txt",
        "'..', attachment",
        "'', attachment",
        "'a/', attachment",
        "'a\n../../b', b",
        "'a\u2028../b', b",
        "'a\u0000\u001b[2Jb', a[2Jb",
        "'gpj\u202etxt.exe', gpjtxt.exe"
    })
    void aNameIsNoPathAndDisturbsNoTerminal(String name, String kept) throws Exception {
        String session = daemon.session("sessions", "Say hello");
        String content = Base64.getEncoder().encodeToString("inside".getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> response = prompt(session, attachment(name, content));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(Json.read(response.body(), Prompt.class).attachments())
                .singleElement()
                .satisfies(attachment -> {
                    assertThat(attachment.name()).isEqualTo(kept);
                    String blob = "/sessions/" + session + "/blobs/"
                            + attachment.blob().value();
                    assertThat(daemon.get(blob).body()).isEqualTo("inside");
                });
    }

    @Test
    void theQueueIsEditedHeldByAStopAndResumed() throws Exception {
        String session = daemon.session("sessions", "WAIT");
        String prompts = "/sessions/" + session + "/prompts";
        for (String id : List.of("one", "two", "three")) {
            assertThat(daemon.post(prompts, "{\"id\":\"" + id + "\",\"text\":\"" + id + "\"}")
                            .statusCode())
                    .isEqualTo(201);
        }

        assertThat(daemon.patch(prompts + "/two", "{\"text\":\"Two\"}").statusCode())
                .isEqualTo(200);
        assertThat(daemon.patch(prompts + "/three", "{\"position\":0}").statusCode())
                .isEqualTo(200);
        assertThat(daemon.patch(prompts + "/three", "{\"position\":-1}").statusCode())
                .isEqualTo(400);
        assertThat(daemon.patch(prompts + "/three", "{\"text\":\"" + "x".repeat(500_001) + "\"}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(daemon.patch(prompts + "/four", "{\"text\":\"x\"}").statusCode())
                .isEqualTo(404);
        assertThat(daemon.patch(prompts + "/..%2F..", "{\"text\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(delete(prompts + "/one").statusCode()).isEqualTo(204);
        assertThat(delete(prompts + "/one").statusCode()).isEqualTo(409);
        assertThat(daemon.detail(session).queue()).extracting(Prompt::text).containsExactly("three", "Two");

        HttpResponse<String> stopped = daemon.post("/sessions/" + session + "/stop", "");
        assertThat(Json.read(stopped.body(), Stopped.class).stopped()).isTrue();
        assertThat(daemon.awaitState(session, SessionState.IDLE).queue()).hasSize(2);
        assertThat(resume(session)).isTrue();
        SessionDetail after = daemon.await(
                session, now -> now.queue().isEmpty() && now.summary().state() == SessionState.IDLE);

        assertThat(after.summary().queued()).isZero();
        assertThat(resume(session)).isFalse();
        assertThat(rows(session).stream()
                        .filter(SessionEvent.PromptDelivered.class::isInstance)
                        .map(SessionEvent.PromptDelivered.class::cast)
                        .map(delivered -> delivered.prompt().value()))
                .endsWith("three", "two");
    }

    private static boolean resume(String session) throws Exception {
        HttpResponse<String> response = daemon.post("/sessions/" + session + "/resume", "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.read(response.body(), Resumed.class).resumed();
    }

    private static HttpResponse<String> delete(String path) throws Exception {
        return daemon.send("DELETE", path, "", daemon.owner());
    }

    @Test
    void aStopOfNothingSaysSo() throws Exception {
        String session = daemon.session("sessions", "Say hello");
        daemon.awaitState(session, SessionState.IDLE);

        HttpResponse<String> stopped = daemon.post("/sessions/" + session + "/stop", "");

        assertThat(Json.read(stopped.body(), Stopped.class)).isEqualTo(new Stopped(false, List.of()));
    }

    @Test
    void eventsAreReadByPagesFromEitherEnd() throws Exception {
        // Its sandbox is ready when it rests, so that nothing more is written.
        String session = daemon.session("sessions", "RUN true");
        daemon.awaitState(session, SessionState.IDLE);
        EventPage all = events(session, "");
        long last = all.last();

        assertThat(all.events().getLast().seq()).isEqualTo(last);
        assertThat(events(session, "?from=2&limit=1").events())
                .extracting(Envelope::seq)
                .containsExactly(2L);
        assertThat(events(session, "?from=-2").events())
                .extracting(Envelope::seq)
                .containsExactly(last - 1, last);
        assertThat(events(session, "?from=-1000000").events()).isEqualTo(all.events());
        assertThat(events(session, "?from=" + Long.MIN_VALUE).events()).isEqualTo(all.events());
        assertThat(events(session, "?from=0").events()).isEqualTo(all.events());
        assertThat(events(session, "?from=" + Long.MAX_VALUE).events()).isEmpty();
        for (String query : List.of("?from=x", "?from=1.5", "?limit=0", "?limit=5001", "?from=99999999999999999999")) {
            assertThat(daemon.get("/sessions/" + session + "/events" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void whatStreamsIsInThePageThatReachesTheEnd() throws Exception {
        String session = daemon.session("sessions", "WAIT");
        daemon.await(session, now -> {
            try {
                return !events(session, "").live().isEmpty();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });

        assertThat(events(session, "").live())
                .singleElement()
                .satisfies(piece -> assertThat(piece.text()).isEqualTo("Waiting"));
        assertThat(events(session, "?limit=1").live()).isEmpty();
        daemon.post("/sessions/" + session + "/stop", "");
    }

    @Test
    void theDiffHasPatchesUnlessTheyAreLeftOut() throws Exception {
        String session = daemon.session("sessions", "RUN echo changed >> readme");
        daemon.awaitState(session, SessionState.IDLE);

        Diff whole = Json.read(daemon.get("/sessions/" + session + "/diff").body(), Diff.class);
        Diff names = Json.read(
                daemon.get("/sessions/" + session + "/diff?patches=false").body(), Diff.class);

        assertThat(whole.files()).extracting(FileChange::path).containsExactly("readme");
        assertThat(whole.files().getFirst().patch())
                .hasValueSatisfying(patch -> assertThat(patch).contains("+changed"));
        assertThat(names.files()).extracting(FileChange::path).containsExactly("readme");
        assertThat(names.files().getFirst().patch()).isEmpty();
        assertThat(daemon.get("/sessions/" + session + "/diff?patches=maybe").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aToolsWholeOutputIsABlob() throws Exception {
        String session = daemon.session("sessions", "RUN seq 1 200000");
        daemon.awaitState(session, SessionState.IDLE);
        String expected =
                IntStream.rangeClosed(1, 200_000).mapToObj(i -> i + "\n").collect(Collectors.joining());

        SessionEvent.ToolCallCompleted completed = rows(session).stream()
                .filter(SessionEvent.ToolCallCompleted.class::isInstance)
                .map(SessionEvent.ToolCallCompleted.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(completed.output()).hasSizeLessThan(100_000);
        String blob = completed.whole().orElseThrow().value();
        HttpResponse<byte[]> whole = daemon.bytes("/sessions/" + session + "/blobs/" + blob);
        assertThat(new String(whole.body(), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(whole.headers().firstValue("Content-Disposition")).contains("attachment");
        String other = daemon.session("sessions", "Say hello");
        assertThat(daemon.get("/sessions/" + other + "/blobs/" + blob).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2F..%2Ftoken",
                "..",
                "%2e%2e",
                "%00",
                "x",
                "ABCDEF",
                "0000000000000000000000000000000000000000000000000000000000000000%0A"
            })
    void aBlobIsNoPath(String blob) throws Exception {
        String session = daemon.session("sessions", "Say hello");

        HttpResponse<String> response = daemon.get("/sessions/" + session + "/blobs/" + blob);

        assertThat(response.statusCode()).as(response.body()).isIn(400, 404);
        assertThat(daemon.get("/sessions/" + session + "/blobs/" + "0".repeat(64))
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    |         |",
                "PATCH  |         | {\"title\":\"x\"}",
                "POST   | /prompts | {\"text\":\"x\"}",
                "PATCH  | /prompts/p | {\"text\":\"x\"}",
                "DELETE | /prompts/p |",
                "POST   | /stop   |",
                "POST   | /resume |",
                "GET    | /events |",
                "GET    | /diff   |",
                "GET    | /blobs/0000000000000000000000000000000000000000000000000000000000000000 |"
            })
    void anIdThatNobodyHasIsUnknownAndOneThatNobodyCanHaveIsMalformed(String method, String rest, String body)
            throws Exception {
        String tail = rest == null ? "" : rest;
        String json = body == null ? "" : body;

        HttpResponse<String> unknown = daemon.send(method, "/sessions/" + NOBODY + tail, json, daemon.owner());
        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(404);
        assertThat(code(unknown)).isEqualTo("unknown-session");
        for (String id : List.of("..%2f..%2fetc", "%2e%2e", "01kpy3zq8w2r%00", "01KPY3ZQ8W2RT", "x", "%0a", "%ff")) {
            HttpResponse<String> malformed = daemon.send(method, "/sessions/" + id + tail, json, daemon.owner());
            assertThat(malformed.statusCode()).as(id + ": " + malformed.body()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                            | 400",
                "[]                                                           | 400",
                "null                                                         | 400",
                "{}                                                           | 400",
                "{\"repository\":\"sessions\",\"surprise\":1}                 | 400",
                "{\"repository\":null}                                        | 400",
                "{\"repository\":\"../etc\"}                                  | 400",
                "{\"repository\":\"nowhere\"}                                 | 404",
                "{\"repository\":\"sessions\",\"branch\":\"nowhere\"}         | 404",
                "{\"repository\":\"sessions\",\"branch\":\"a..b\"}            | 400",
                "{\"repository\":\"sessions\",\"branch\":\"--upload-pack=x\"} | 400",
                "{\"repository\":\"sessions\",\"prompt\":\"  \"}              | 400",
                "{\"repository\":\"sessions\",\"attachments\":null,\"prompt\":7} | 400"
            })
    void aSessionThatCannotBeIsNotMade(String json, int status) throws Exception {
        long before = page("/sessions?limit=500").sessions().size();

        HttpResponse<String> response = daemon.post("/sessions", json);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(page("/sessions?limit=500").sessions()).hasSize((int) before);
    }

    @Test
    void aModelThatIsNotThereIsRefused() throws Exception {
        HttpResponse<String> created =
                daemon.post("/sessions", "{\"repository\":\"sessions\",\"model\":\"nobody/nothing\"}");
        String session = daemon.session("sessions", "Say hello");
        HttpResponse<String> prompted =
                daemon.post("/sessions/" + session + "/prompts", "{\"text\":\"x\",\"model\":\"nobody/nothing\"}");
        HttpResponse<String> changed = daemon.patch("/sessions/" + session, "{\"model\":\"nobody/nothing\"}");

        assertThat(List.of(created.statusCode(), prompted.statusCode(), changed.statusCode()))
                .as(created.body() + prompted.body() + changed.body())
                .allSatisfy(status -> assertThat(status).isBetween(400, 404));
    }
}
