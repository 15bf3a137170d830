package dev.slipway.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.session.Usage;
import dev.slipway.navigation.Destination;
import dev.slipway.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {
    private static final Instant NOW = Instant.parse("2026-07-01T10:00:00Z");
    private static final Author ADA = new Author(new UserId("ada"), "Ada", "ada@example.org");
    private static final Author GRACE = new Author(new UserId("grace"), "Grace", "grace@example.org");
    private static final SessionId ID = SessionId.of(1, 1);
    private static final TurnId TURN = new TurnId(1);
    private static final PullRequestRef PULL = new PullRequestRef(new RepositoryId("shop"), 12);

    private static final Map<String, SessionEvent> EVENTS = Map.ofEntries(
            Map.entry("started", new SessionEvent.TurnStarted(TURN, new ModelName("a/b"), ADA)),
            Map.entry("done", new SessionEvent.TurnCompleted(TURN, Duration.ofSeconds(2))),
            Map.entry("stopped", new SessionEvent.TurnStopped(TURN, ADA.user(), List.of(), Duration.ofSeconds(2))),
            Map.entry("failed", new SessionEvent.TurnFailed(TURN, Problem.unavailable("x", "The key was refused", ""))),
            Map.entry("interrupted", new SessionEvent.TurnInterrupted(TURN, List.of())),
            Map.entry("merged by ada", merged(ADA)),
            Map.entry("merged by grace", merged(GRACE)),
            Map.entry("prompt of ada", prompt(ADA)),
            Map.entry("prompt of grace", prompt(GRACE)),
            Map.entry("renamed", new SessionEvent.SessionRenamed("Other", GRACE)));

    @BeforeAll
    static void speakEnglish() {
        Words.speak(Locale.ENGLISH);
    }

    /// Ada listens. Whose session it is, whether she follows it, what is in view, how many prompts wait, what she
    /// wants,
    /// what happened, and what she is told.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ada   | no  | no  | 0 | all            | done                            | DONE
            ada   | no  | no  | 0 | all            | failed                          | NEEDS_YOU
            ada   | no  | no  | 0 | all            | interrupted                     | NEEDS_YOU
            ada   | no  | no  | 0 | all            | stopped                         | -
            ada   | no  | no  | 0 | all            | renamed                         | -
            ada   | no  | no  | 0 | all            | started                         | -
            ada   | no  | no  | 1 | all            | done                            | -
            ada   | no  | no  | 0 | all            | done,started                    | -
            ada   | no  | no  | 0 | all            | failed,started,done             | DONE
            ada   | no  | no  | 1 | all            | failed                          | NEEDS_YOU
            ada   | no  | no  | 0 | all            | done,renamed                    | DONE
            ada   | no  | no  | 0 | all            | merged by grace                 | MERGED
            ada   | no  | no  | 0 | all            | merged by ada                   | -
            ada   | no  | no  | 0 | all            | prompt of grace                 | PROMPTED
            ada   | no  | no  | 0 | all            | prompt of ada                   | -
            ada   | no  | no  | 0 | all            | prompt of grace,started         | PROMPTED
            ada   | no  | no  | 0 | all            | prompt of grace,started,done    | DONE
            ada   | no  | no  | 0 | all            | prompt of grace,started,failed  | NEEDS_YOU
            ada   | no  | no  | 0 | all            | merged by grace,started,failed  | NEEDS_YOU
            ada   | no  | no  | 0 | all            | done,merged by grace            | MERGED
            ada   | no  | yes | 0 | all            | failed                          | -
            ada   | no  | yes | 0 | all            | prompt of grace                 | -
            ada   | no  | no  | 0 | all but DONE   | done                            | -
            ada   | no  | no  | 0 | all but DONE   | prompt of grace,started,done    | PROMPTED
            ada   | no  | no  | 0 | none           | failed                          | -
            both  | no  | no  | 0 | all            | done                            | DONE
            grace | no  | no  | 0 | all            | failed                          | -
            grace | no  | no  | 0 | all            | merged by grace                 | -
            grace | yes | no  | 0 | all            | done                            | DONE
            grace | yes | no  | 0 | all            | prompt of grace                 | PROMPTED
            grace | yes | yes | 0 | all            | done                            | -
            """)
    void whoIsToldOfWhat(
            String whose, String follows, String inView, int queued, String wants, String happened, News.Kind told) {
        SessionSummary session = session(whose, SessionState.IDLE, queued, Usage.NONE, Optional.empty());
        Listener listener = new Listener(
                Optional.of(ADA.user()),
                follows.equals("yes") ? Set.of(ID) : Set.of(),
                inView.equals("yes") ? Optional.of(ID) : Optional.empty(),
                wanted(wants));
        List<Envelope> events = new ArrayList<>();
        for (String name : happened.split(",", -1)) {
            events.add(row(events.size() + 1, name));
        }

        assertThat(Rule.of(session, events, listener).map(News::kind)).isEqualTo(Optional.ofNullable(told));
    }

    @Test
    void nobodyIsToldBeforeTheServerHasSaidWhoTheyAre() {
        SessionSummary session = session("ada", SessionState.IDLE, 0, Usage.NONE, Optional.empty());
        Listener nobody = new Listener(Optional.empty(), Set.of(), Optional.empty(), EnumSet.allOf(News.Kind.class));

        assertThat(Rule.of(session, List.of(row(1, "done")), nobody)).isEmpty();
    }

    @Test
    void whatIsToldNamesTheSessionAndLeadsToItsPlace() {
        assertThat(told("failed"))
                .isEqualTo(new News(
                        News.Kind.NEEDS_YOU,
                        ID,
                        "Needs you: Greet people",
                        "The key was refused",
                        new Destination.Session(ID)));
        assertThat(told("merged by grace"))
                .isEqualTo(new News(
                        News.Kind.MERGED,
                        ID,
                        "Merged: Greet people",
                        "Grace merged pull request #12",
                        new Destination.PullRequest(PULL)));
        assertThat(told("prompt of grace").detail())
                .startsWith("Grace: Greet them by name")
                .hasSize(140)
                .endsWith("…");
    }

    /// State, waiting prompts, tokens and pull request before, then after; whether the events are looked at.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WORKING 0 1 none   | IDLE 0 1 none    | true
            IDLE 0 1 none      | WORKING 0 1 none | true
            WORKING 0 1 none   | WORKING 0 2 none | false
            WORKING 0 1 none   | WORKING 1 1 none | true
            WORKING 1 1 none   | WORKING 0 1 none | false
            IDLE 0 1 none      | IDLE 0 2 none    | true
            IDLE 0 1 none      | IDLE 0 1 none    | false
            IDLE 0 1 OPEN      | IDLE 0 1 MERGED  | true
            WORKING 0 1 OPEN   | FAILED 0 1 OPEN  | true
            """)
    void eventsAreReadOnlyWhenTheyMayHoldNews(String before, String after, boolean read) {
        assertThat(Rule.stirred(parsed(before), parsed(after))).isEqualTo(read);
    }

    private static News told(String happened) {
        Listener ada =
                new Listener(Optional.of(ADA.user()), Set.of(), Optional.empty(), EnumSet.allOf(News.Kind.class));
        return Rule.of(
                        session("ada", SessionState.IDLE, 0, Usage.NONE, Optional.empty()),
                        List.of(row(1, happened)),
                        ada)
                .orElseThrow();
    }

    private static Envelope row(long seq, String name) {
        return new Envelope(seq, NOW, Objects.requireNonNull(EVENTS.get(name), name));
    }

    private static Set<News.Kind> wanted(String words) {
        return switch (words) {
            case "all" -> EnumSet.allOf(News.Kind.class);
            case "none" -> Set.of();
            default -> EnumSet.complementOf(EnumSet.of(News.Kind.valueOf(words.substring("all but ".length()))));
        };
    }

    private static SessionSummary parsed(String text) {
        String[] parts = text.split(" ", -1);
        return session(
                "ada",
                SessionState.valueOf(parts[0]),
                Integer.parseInt(parts[1]),
                new Usage(Integer.parseInt(parts[2]), 0, 0, 0, 0),
                parts[3].equals("none") ? Optional.empty() : Optional.of(PullRequestState.valueOf(parts[3])));
    }

    private static SessionSummary session(
            String whose, SessionState state, int queued, Usage usage, Optional<PullRequestState> pull) {
        return new SessionSummary(
                ID,
                "Greet people",
                new RepositoryId("shop"),
                new BranchName("main"),
                new BranchName("work"),
                new ModelName("a/b"),
                state,
                whose.equals("ada") ? ADA : GRACE,
                whose.equals("both") ? List.of(GRACE, ADA) : List.of(whose.equals("ada") ? ADA : GRACE),
                queued,
                usage,
                Cost.NONE,
                pull.map(_ -> PULL),
                pull,
                false,
                Optional.empty(),
                Optional.empty(),
                10,
                10,
                NOW,
                NOW);
    }

    private static SessionEvent merged(Author by) {
        return new SessionEvent.PullRequestMerged(PULL, Optional.empty(), new CommitId("3f".repeat(20)), by);
    }

    private static SessionEvent prompt(Author author) {
        return new SessionEvent.PromptAccepted(new Prompt(
                new PromptId("p"),
                author,
                "Greet them\n  by name " + "and again ".repeat(30),
                PromptMode.QUEUE,
                List.of(),
                Optional.empty(),
                NOW));
    }
}
