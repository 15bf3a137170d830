package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Two people and an agent with the real daemon: a comment becomes a prompt, the prompt a commit; approval and merge.
@ExtendWith(RealDaemon.Provided.class)
class ReviewWindowTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @Test
    void aCommentBecomesACommitThatIsApprovedAndMerged(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("review-merge");
        Server ada = daemon.join("ada-review", "Ada Lovelace");
        Server bob = daemon.join("bob-review", "Bob Ross");
        SessionId session = worked(daemon, ada, repository, "Greet people by name");
        PullRequest pull = open(daemon, ada, repository, session);
        require(daemon, repository, "build");

        try (OpenWindow window = new OpenWindow(bob, folder.resolve("bob"))) {
            window.go(new Destination.PullRequests());
            window.eventually("it waits for Bob", () -> window.allText().contains("Greet by name"));
            window.key(KeyCode.ENTER);
            window.eventually("it opens", () -> window.place().equals(new Destination.PullRequest(pull.ref())));
            window.eventually("its change shows", () -> window.shows(".diff-added"));
            window.eventually("the gate tells who may", () -> window.allText().contains("0 of 1 approvals."));

            ListView<?> patch = window.find(".patch", ListView.class);
            window.eventually("its rows are there", () -> !patch.getItems().isEmpty());
            Shown.run(patch::requestFocus);
            window.key(KeyCode.F7);
            window.key(KeyCode.C);
            window.write(".remark-writing .text-area", "Say it louder, please.");
            window.press("Add to review");
            window.eventually(
                    "the comment waits", () -> window.allText().contains("1 comment goes out with your review"));
            window.press("Request changes");
            window.eventually(
                    "it went out", () -> !get(daemon, bob, pull).reviews().isEmpty());
        }
        Review review = get(daemon, bob, pull).reviews().getFirst();
        assertThat(review.verdict()).isEqualTo(Review.Verdict.REQUEST_CHANGES);
        assertThat(review.comments()).singleElement().satisfies(comment -> {
            assertThat(comment.path()).isEqualTo("greet.sh");
            assertThat(comment.body()).isEqualTo("Say it louder, please.");
            assertThat(comment.code()).contains("Hello");
        });

        try (OpenWindow window = new OpenWindow(ada, folder.resolve("ada"))) {
            window.go(new Destination.PullRequest(pull.ref()));
            window.eventually(
                    "Ada reads why she can't approve",
                    () -> window.allText().contains("You prompted the session that wrote this"));
            window.eventually("she reads the comment", () -> window.allText().contains("Say it louder"));
            window.press("Send to the agent");
            window.eventually(
                    "the agent answered with a commit",
                    () -> !get(daemon, ada, pull).headCommit().equals(pull.headCommit()));
        }

        try (OpenWindow window = new OpenWindow(bob, folder.resolve("bob"))) {
            window.go(new Destination.PullRequest(pull.ref()));
            window.press("Approve");
            window.eventually(
                    "the required check holds it", () -> window.allText().contains("have not passed yet: build"));
            report(daemon, ada, repository, get(daemon, bob, pull).headCommit());
            Shown.run(() -> window.wiring().navigator().go(new Destination.PullRequests()));
            window.go(new Destination.PullRequest(pull.ref()));
            window.press("Merge");
            window.eventually("it is merged", () -> window.allText().contains("Bob Ross merged it as"));
        }
        PullRequest merged = get(daemon, bob, pull);
        assertThat(merged.state()).isEqualTo(PullRequestState.MERGED);
        assertThat(daemon.call(bob, PullRequestCalls.DETAIL, path(pull), new Endpoint.Nothing())
                        .commits())
                .hasSize(2)
                .allSatisfy(commit -> assertThat(commit.author().name()).isEqualTo("Ada Lovelace"));
    }

    @Test
    void aConflictIsSaidWithItsFilesAndTheAgentAskedToResolveIt(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("review-conflict");
        Server ada = daemon.join("ada-conflict", "Ada Lovelace");
        SessionId session = worked(daemon, ada, repository, "Greet people by name");
        PullRequest pull = open(daemon, ada, repository, session);
        pushToMain(daemon, ada, repository);

        try (OpenWindow window = new OpenWindow(ada, folder)) {
            window.go(new Destination.PullRequest(pull.ref()));
            window.eventually(
                    "the conflict shows", () -> window.texts(".conflict-path").contains("greet.sh"));
            window.press("Ask the agent to resolve");
            window.eventually("it says so", () -> window.allText().contains("it stands in the queue of the session"));
        }
        String journal = daemon.call(ada, SessionCalls.EVENTS, Map.of("id", session.value()), new Endpoint.Nothing())
                .events()
                .toString();
        assertThat(journal).contains("merge `origin/main` into your branch", "greet.sh");
    }

    @Test
    void aPlaceInAFileOpensAtItsLineAlsoWhereNothingIsChanged(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("review-place");
        Server ada = daemon.join("ada-place", "Ada Lovelace");
        SessionId session = worked(daemon, ada, repository, "Greet people by name");

        try (OpenWindow window = new OpenWindow(ada, folder)) {
            window.go(new Destination.FileLine(session, "test.sh", 2));
            window.eventually(
                    "the file shows", () -> window.allText().contains("This session does not change this file"));
            window.eventually("the line is chosen", () -> chosen(window).contains("all tests passed"));

            window.go(new Destination.FileLine(session, "greet.sh", 1));
            window.eventually(
                    "the change shows", () -> window.texts(".change-path").contains("greet.sh"));
            window.eventually("its line is chosen", () -> chosen(window).contains("Hello"));

            window.go(new Destination.FileLine(session, "none.sh", 7));
            window.eventually(
                    "it says that there is none", () -> window.allText().contains("none.sh"));
        }
    }

    private static String chosen(OpenWindow window) {
        return window.ask(() -> String.valueOf(
                window.find(".patch", ListView.class).getSelectionModel().getSelectedItem()));
    }

    @Test
    void commentsOfASessionAreKeptAndSentAsOnePrompt(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("review-session");
        Server ada = daemon.join("ada-session", "Ada Lovelace");
        SessionId session = worked(daemon, ada, repository, "Greet people by name");

        try (OpenWindow window = new OpenWindow(ada, folder)) {
            window.go(new Destination.FileLine(session, "greet.sh", 1));
            window.eventually("the change shows", () -> window.shows(".patch"));
            ListView<?> patch = window.find(".patch", ListView.class);
            window.eventually("its rows are there", () -> patch.getItems().size() > 1);
            for (String words : List.of("First remark.", "Second remark.")) {
                Shown.run(patch::requestFocus);
                window.key(KeyCode.F7);
                Shown.run(() -> patch.getSelectionModel().clearAndSelect(1));
                window.key(KeyCode.C);
                window.write(".remark-writing .text-area", words);
                window.press("Add to review");
                window.eventually("it is kept", () -> window.allText().contains(words));
            }
        }
        try (OpenWindow window = new OpenWindow(ada, folder)) {
            window.go(new Destination.FileLine(session, "greet.sh", 1));
            window.eventually("both waited", () -> window.allText().contains("2 comments wait"));
            window.press("Send to the agent");
            window.eventually("they went out", () -> window.allText().contains("Sent to the agent"));
        }
        String journal = daemon.call(ada, SessionCalls.EVENTS, Map.of("id", session.value()), new Endpoint.Nothing())
                .events()
                .toString();
        assertThat(journal).contains("greet.sh:1", "First remark.", "Second remark.");
    }

    private static SessionId worked(RealDaemon daemon, Server user, RepositoryId repository, String prompt) {
        SessionId session = daemon.session(user, repository, prompt);
        Eventually.that(
                "the turn is over",
                Duration.ofSeconds(60),
                () -> daemon
                        .call(user, SessionCalls.EVENTS, Map.of("id", session.value()), new Endpoint.Nothing())
                        .events()
                        .stream()
                        .anyMatch(row -> row.event() instanceof SessionEvent.TurnCompleted));
        return session;
    }

    private static PullRequest open(RealDaemon daemon, Server user, RepositoryId repository, SessionId session) {
        SessionSummary summary = daemon.call(
                        user, SessionCalls.GET, Map.of("id", session.value()), new Endpoint.Nothing())
                .summary();
        return daemon.call(
                user,
                PullRequestCalls.OPEN,
                Map.of("repository", repository.value()),
                new PullRequestCalls.NewPullRequest(
                        summary.branch(), Optional.empty(), "Greet by name", Optional.of("So."), Optional.empty()));
    }

    private static PullRequest get(RealDaemon daemon, Server user, PullRequest pull) {
        return daemon.call(user, PullRequestCalls.GET, path(pull), new Endpoint.Nothing());
    }

    private static Map<String, String> path(PullRequest pull) {
        return Map.of(
                "repository",
                pull.ref().repository().value(),
                "number",
                String.valueOf(pull.ref().number()));
    }

    private static void require(RealDaemon daemon, RepositoryId repository, String check) {
        daemon.call(
                daemon.owner(),
                PullRequestCalls.CHANGE_RULES,
                Map.of("repository", repository.value()),
                new PullRequestCalls.RulesChange(List.of(check)));
    }

    private static void report(RealDaemon daemon, Server user, RepositoryId repository, CommitId commit) {
        daemon.call(
                user,
                PullRequestCalls.REPORT_CHECK,
                Map.of("repository", repository.value(), "commit", commit.value()),
                new PullRequestCalls.NewCheck(
                        "build", CommitCheck.State.PASSED, Optional.empty(), Optional.of("All green")));
    }

    private void pushToMain(RealDaemon daemon, Server user, RepositoryId repository)
            throws IOException, InterruptedException {
        Path clone = folder.resolve("clone");
        String url = user.address().toString().replace("://", "://x:" + user.token() + "@") + "/git/"
                + repository.value() + ".git";
        daemon.git(folder, "clone", "--quiet", url, clone.toString());
        Files.writeString(clone.resolve("greet.sh"), "echo \"Goodbye, world\"\n");
        daemon.git(clone, "commit", "--quiet", "--all", "--no-gpg-sign", "--message", "Say goodbye");
        daemon.git(clone, "push", "--quiet", "origin", "main");
    }
}
