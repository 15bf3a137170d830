package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent.CommitCreated;
import dev.slipway.model.event.SessionEvent.PullRequestMerged;
import dev.slipway.model.event.SessionEvent.PullRequestOpened;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.statistics.Statistics;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.ServerCalls;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Installation.Provided.class)
final class MergedPullRequestTest {
    @ParameterizedTest
    @CsvSource({"anthropic/claude-e2e, messages", "openai/gpt-e2e, responses", "local/qwen-e2e, chat"})
    void aPromptBecomesAMergedPullRequest(String model, String protocol, Installation slipway) throws Exception {
        Client owner = slipway.owner();
        Client reviewer = slipway.join("grace-" + protocol, "Grace Hopper");
        RepositoryId repository = slipway.repository("merged-" + protocol);
        Statistics before = owner.get(ServerCalls.STATISTICS);

        SessionSummary session = owner.session(repository.value(), model, "Greet people by name, please");
        PullRequestOpened opened;
        try (Watch watch = owner.watch(session.id())) {
            watch.await(TurnCompleted.class);
            opened = watch.await(PullRequestOpened.class);
            assertThat(watch.all(ToolCallCompleted.class))
                    .extracting(ToolCallCompleted::outcome)
                    .containsExactlyInAnyOrder(
                            Outcome.SUCCEEDED, Outcome.FAILED, Outcome.SUCCEEDED, Outcome.SUCCEEDED, Outcome.SUCCEEDED);
            assertThat(watch.all(TextWritten.class))
                    .extracting(TextWritten::text)
                    .contains("All tests pass.")
                    .last()
                    .isEqualTo("Done: the pull request is open.");
            assertThat(watch.await(CommitCreated.class).author())
                    .isEqualTo(owner.get(ServerCalls.ME).author());
            review(slipway, owner, reviewer, opened);
            watch.await(PullRequestMerged.class);
        }

        Statistics after = owner.get(ServerCalls.STATISTICS);
        assertThat(after.sessionsWithMergedPullRequest()).isEqualTo(before.sessionsWithMergedPullRequest() + 1);
        assertThat(after.pullRequestsMerged()).isEqualTo(before.pullRequestsMerged() + 1);
        List<JsonNode> asked = slipway.models().conversations("Greet people by name, please");
        assertThat(asked.getLast().toString())
                .as("the model saw what the tools really said")
                .contains("Ada is not greeted", "all tests passed");
    }

    private static void review(Installation slipway, Client owner, Client reviewer, PullRequestOpened opened)
            throws Exception {
        String repository = opened.pullRequest().repository().value();
        int number = opened.pullRequest().number();
        PullRequestCalls.NewReview approval =
                new PullRequestCalls.NewReview(Review.Verdict.APPROVE, Optional.of("Good"), List.of());

        Client.Refused refused = catchThrowableOfType(
                Client.Refused.class, () -> owner.call(PullRequestCalls.REVIEW, approval, repository, number));
        assertThat(refused.problem.status()).as("who prompted can't approve").isEqualTo(403);

        PullRequest approved = reviewer.call(PullRequestCalls.REVIEW, approval, repository, number);
        PullRequest merged = reviewer.call(
                PullRequestCalls.MERGE,
                new PullRequestCalls.Merge(Optional.empty(), Optional.of(approved.headCommit()), Optional.empty()),
                repository,
                number);
        assertThat(merged.state()).isEqualTo(PullRequestState.MERGED);

        String clone = slipway.place().resolve("clone-" + repository).toString();
        String url = slipway.url().replaceFirst("://", "://anyone:" + reviewer.token() + "@");
        slipway.git(slipway.place(), "clone", "--quiet", url + "/git/" + repository + ".git", clone);
        assertThat(slipway.git(java.nio.file.Path.of(clone), "show", "main:greet.sh"))
                .contains("${1:-world}");
        assertThat(slipway.git(
                        java.nio.file.Path.of(clone), "log", "--topo-order", "--no-merges", "--format=%an", "main"))
                .startsWith(opened.author().name() + "\n");
    }
}
