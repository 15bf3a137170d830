package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent.PromptDelivered;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.PromptChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Installation.Provided.class)
final class QueueTest {
    @Test
    void waitingPromptsAreEditedMovedWithdrawnAndInserted(Installation slipway) throws Exception {
        Client owner = slipway.owner();
        RepositoryId repository = slipway.repository("queue");
        SessionSummary session = owner.session(repository.value(), "anthropic/claude-e2e", "Wait for the others");
        SessionId id = session.id();
        try (Watch watch = owner.watch(id)) {
            watch.awaitLive("waiting");
            Prompt first = owner.prompt(id, "Never to be asked", PromptMode.QUEUE);
            Prompt second = owner.prompt(id, "Second", PromptMode.QUEUE);
            Prompt third = owner.prompt(id, "Third", PromptMode.QUEUE);

            owner.call(
                    SessionCalls.CHANGE_PROMPT,
                    text("Second, edited"),
                    id.value(),
                    second.id().value());
            owner.call(
                    SessionCalls.CHANGE_PROMPT,
                    position(0),
                    id.value(),
                    third.id().value());
            owner.get(SessionCalls.WITHDRAW_PROMPT, id.value(), first.id().value());
            Prompt inserted = owner.prompt(id, "Inserted", PromptMode.INSERT);

            assertThat(owner.detail(id).queue())
                    .extracting(Prompt::text)
                    .containsExactlyInAnyOrder("Third", "Second, edited", "Inserted");

            watch.await(TurnCompleted.class, turn -> turn.turn().number() == 3);
            assertThat(watch.all(PromptDelivered.class))
                    .filteredOn(delivered -> !delivered.prompt().equals(first.id()))
                    .extracting(delivered ->
                            delivered.turn().number() + " " + delivered.prompt().value())
                    .endsWith(
                            "1 " + inserted.id().value(),
                            "2 " + third.id().value(),
                            "3 " + second.id().value());
            assertThat(watch.all(TextWritten.class))
                    .extracting(TextWritten::text)
                    .containsExactly("Waited.", "Third done.", "Second done.");
        }
        assertThat(slipway.models().conversations("Inserted").getFirst().toString())
                .as("inserted at the next step, before what waited in the queue")
                .contains("waiting")
                .doesNotContain("Third");
        assertThat(slipway.models().conversations("Never to be asked"))
                .as("withdrawn")
                .isEmpty();
    }

    private static PromptChange text(String text) {
        return PromptChange.text(text);
    }

    private static PromptChange position(int position) {
        return PromptChange.position(position);
    }
}
