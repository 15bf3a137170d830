package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.SessionEvent.CommitCreated;
import dev.slipway.model.event.SessionEvent.PullRequestOpened;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.ServerCalls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Installation.Provided.class)
final class TwoAuthorsTest {
    @Test
    void eachCommitIsByWhoPromptedForItAndNeitherMayApprove(Installation slipway) throws Exception {
        Client ada = slipway.owner();
        Client linus = slipway.join("linus", "Linus Twoauthors");
        Author first = ada.get(ServerCalls.ME).author();
        Author second = linus.get(ServerCalls.ME).author();
        SessionId session = ada.session(slipway.repository("authors").value(), "anthropic/claude-e2e", "Write one.txt")
                .id();
        try (Watch watch = ada.watch(session)) {
            watch.await(TurnCompleted.class);
            linus.prompt(session, "Write two.txt and open a pull request", PromptMode.QUEUE);
            watch.await(TurnCompleted.class, turn -> turn.turn().number() == 2);

            assertThat(watch.all(CommitCreated.class))
                    .extracting(CommitCreated::author)
                    .containsExactly(first, second);
            PullRequestOpened opened = watch.await(PullRequestOpened.class);
            PullRequest pullRequest = ada.get(
                    PullRequestCalls.GET,
                    opened.pullRequest().repository().value(),
                    opened.pullRequest().number());
            assertThat(opened.author()).as("in the name of who asked for it").isEqualTo(second);
            assertThat(pullRequest.prompters())
                    .containsExactlyInAnyOrderElementsOf(List.<UserId>of(first.user(), second.user()));
        }
    }
}
