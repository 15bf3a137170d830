package dev.slipway.daemon;

import static dev.slipway.daemon.WiredDaemon.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.daemon.WiredDaemon.Person;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.PullRequestCalls.PullRequestPage;
import dev.slipway.model.wire.SessionCalls.EventPage;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pull requests that people open on what sessions have made: whatever they say of it, those who prompted are no
/// judges of it.
@ExtendWith(WiredDaemon.Provided.class)
final class PullRequestsOverHttpTest {
    private static final String PULLS = "/repositories/pulls/pulls";
    private static WiredDaemon daemon;
    private static Person bob;
    private static Person carol;
    private static Person dave;

    @BeforeAll
    static void peopleAndARepository(WiredDaemon wired) throws Exception {
        daemon = wired;
        daemon.repository("pulls");
        bob = daemon.join("bob");
        carol = daemon.join("carol");
        dave = daemon.join("dave");
    }

    /// A session with one change, prompted by the owner.
    private static String worked(String file) throws Exception {
        String session = daemon.session("pulls", "RUN echo new > " + file);
        daemon.awaitState(session, SessionState.IDLE);
        return session;
    }

    private static String branch(String session) throws Exception {
        return daemon.detail(session).summary().branch().value();
    }

    private static HttpResponse<String> open(Person by, String head, Map<String, String> more) throws Exception {
        Map<String, String> wanted = new HashMap<>(more);
        wanted.put("head", head);
        wanted.put("title", "Please take this");
        return daemon.send("POST", PULLS, Json.write(wanted), by);
    }

    private static String opened(Person by, String session) throws Exception {
        HttpResponse<String> made = open(by, branch(session), Map.of());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return PULLS + "/" + Json.read(made.body(), PullRequest.class).ref().number();
    }

    private static HttpResponse<String> review(Person by, String pull, String verdict) throws Exception {
        return daemon.send("POST", pull + "/reviews", "{\"verdict\":\"" + verdict + "\",\"body\":\"So\"}", by);
    }

    private static List<SessionEvent> rows(String session) throws Exception {
        return Json.read(daemon.get("/sessions/" + session + "/events").body(), EventPage.class).events().stream()
                .map(Envelope::event)
                .toList();
    }

    @Test
    void whoPromptedASessionCannotApproveWhatAnotherOpensOnItsBranch() throws Exception {
        String session = worked("by-hand");
        String pull = opened(bob, session);

        PullRequest shown = Json.read(daemon.get(pull).body(), PullRequest.class);
        assertThat(shown.session())
                .hasValueSatisfying(id -> assertThat(id.value()).isEqualTo(session));
        assertThat(shown.prompters()).hasSize(1).doesNotContain(new UserId("bob"));
        assertThat(code(review(daemon.owner(), pull, "APPROVE"))).isEqualTo("own-prompt");
        assertThat(code(review(bob, pull, "APPROVE"))).isEqualTo("own-prompt");

        HttpResponse<String> later =
                daemon.send("POST", "/sessions/" + session + "/prompts", "{\"text\":\"Fine so?\"}", carol);
        assertThat(later.statusCode()).as(later.body()).isEqualTo(201);
        daemon.awaitState(session, SessionState.IDLE);
        assertThat(code(review(carol, pull, "APPROVE"))).isEqualTo("own-prompt");
        assertThat(code(daemon.post(pull + "/merge", "{}"))).isEqualTo("approval-needed");

        assertThat(review(dave, pull, "APPROVE").statusCode()).isEqualTo(201);
        HttpResponse<String> merged = daemon.post(pull + "/merge", "{\"method\":\"SQUASH\"}");
        assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
        assertThat(rows(session)).hasAtLeastOneElementOfType(SessionEvent.PullRequestMerged.class);
        assertThat(rows(session).stream().filter(SessionEvent.PullRequestOpened.class::isInstance))
                .hasSize(1);
        assertThat(daemon.detail(session).summary().pullRequestState()).contains(PullRequestState.MERGED);
    }

    @Test
    void anApprovalGivenBeforePromptingNoLongerCounts() throws Exception {
        String session = worked("changed-sides");
        String pull = opened(bob, session);
        assertThat(review(carol, pull, "APPROVE").statusCode()).isEqualTo(201);

        daemon.send("POST", "/sessions/" + session + "/prompts", "{\"text\":\"Fine so?\"}", carol);
        daemon.awaitState(session, SessionState.IDLE);

        assertThat(code(daemon.post(pull + "/merge", "{}"))).isEqualTo("approval-needed");
    }

    @Test
    void aSessionThatDidNotDoTheWorkIsNoPretext() throws Exception {
        String session = worked("pretext");
        String other = daemon.session("pulls", "Say hello");

        assertThat(code(open(bob, branch(session), Map.of("session", other)))).isEqualTo("not-its-work");
        assertThat(code(open(bob, branch(session), Map.of("session", "01kpy3zq8w2rt"))))
                .isEqualTo("not-its-work");
        HttpResponse<String> own = open(bob, branch(session), Map.of("session", session));
        assertThat(own.statusCode()).as(own.body()).isEqualTo(201);
    }

    @Test
    void requestedChangesAndANewHeadStandAgainstAMerge() throws Exception {
        String session = worked("judged");
        String pull = opened(bob, session);
        String head = Json.read(daemon.get(pull).body(), PullRequest.class)
                .headCommit()
                .value();

        assertThat(review(carol, pull, "REQUEST_CHANGES").statusCode()).isEqualTo(201);
        assertThat(code(daemon.post(pull + "/merge", "{}"))).isEqualTo("changes-requested");
        assertThat(review(carol, pull, "APPROVE").statusCode()).isEqualTo(201);
        daemon.send("POST", "/sessions/" + session + "/prompts", "{\"text\":\"RUN echo more > more\"}", daemon.owner());
        daemon.await(session, now -> now.summary().state() == SessionState.IDLE && !head.equals(headOf(pull)));

        assertThat(code(daemon.post(pull + "/merge", "{\"expected\":\"" + head + "\"}")))
                .isEqualTo("head-moved");
        assertThat(code(daemon.post(pull + "/merge", "{}"))).isEqualTo("approval-needed");
        assertThat(daemon.get(pull + "/diff").body()).contains("judged", "more");
    }

    private static String headOf(String pull) {
        try {
            return Json.read(daemon.get(pull).body(), PullRequest.class)
                    .headCommit()
                    .value();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pullRequestsAreListedByPagesAndFiltered() throws Exception {
        String session = worked("listed");
        String pull = opened(bob, session);
        opened(bob, worked("listed-too"));

        PullRequestPage first = page("?repository=pulls&limit=1");
        PullRequestPage second =
                page("?repository=pulls&limit=1&cursor=" + first.next().orElseThrow());
        PullRequestPage ofSession = page("?session=" + session);
        daemon.patch(pull, "{\"open\":false}");

        assertThat(second.pullRequests()).isNotEqualTo(first.pullRequests());
        assertThat(ofSession.pullRequests())
                .singleElement()
                .satisfies(found -> assertThat(pull).endsWith("/" + found.ref().number()));
        assertThat(page("?session=" + session + "&state=closed").pullRequests()).hasSize(1);
        assertThat(page("?session=" + session + "&state=open").pullRequests()).isEmpty();
    }

    private static PullRequestPage page(String query) throws Exception {
        return Json.read(daemon.get("/pulls" + query).body(), PullRequestPage.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET   | /pulls?limit=201                     |                            | 400",
                "GET   | /pulls?cursor=%2e%2e                 |                            | 400",
                "GET   | /pulls?state=SLEEPING                |                            | 400",
                "GET   | /pulls?session=..%2f                 |                            | 400",
                "GET   | /repositories/pulls/pulls/999        |                            | 404",
                "GET   | /repositories/pulls/pulls/..%2f1     |                            | 400",
                "POST  | /repositories/pulls/pulls            | {                          | 400",
                "POST  | /repositories/pulls/pulls            | {\"head\":\"x\"}           | 400",
                "POST  | /repositories/pulls/pulls            | {\"head\":\"x\",\"title\":\"t\"} | 404",
                "POST  | /repositories/pulls/pulls            | {\"head\":\"main\",\"title\":\"t\"} | 400",
                "POST  | /repositories/pulls/pulls            | {\"head\":\"../x\",\"title\":\"t\"} | 400",
                "POST  | /repositories/pulls/pulls            | {\"head\":\"main\",\"title\":\"t\",\"session\":\"..\"} | 400",
                "POST  | /repositories/nowhere/pulls          | {\"head\":\"x\",\"title\":\"t\"} | 404",
                "POST  | /repositories/pulls/pulls/999/merge  | {}                         | 404",
                "POST  | /repositories/pulls/pulls/999/merge  | {\"method\":\"FORCE\"}     | 400",
                "POST  | /repositories/pulls/pulls/999/merge  | {\"expected\":\"HEAD\"}    | 400",
                "POST  | /repositories/pulls/pulls/999/reviews | {\"verdict\":\"MAYBE\"}   | 400",
                "PATCH | /repositories/pulls/pulls/999        | {\"title\":\"t\"}          | 404"
            })
    void whatCannotBeIsRefused(String method, String path, String json, int status) throws Exception {
        HttpResponse<String> response = daemon.send(method, path, json == null ? "" : json, bob);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }
}
