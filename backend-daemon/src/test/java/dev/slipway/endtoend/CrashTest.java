package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.event.SessionEvent.TurnInterrupted;
import dev.slipway.model.event.SessionEvent.TurnStarted;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Has an installation of its own, as it kills the daemon.
final class CrashTest {
    @Test
    void afterAKillEverythingThatWasToldIsThereAndTheConversationGoesOn() throws Exception {
        try (Installation slipway = new Installation()) {
            SessionId session = slipway.owner()
                    .session(
                            slipway.repository("crash").value(),
                            "anthropic/claude-e2e",
                            "Write a note and tell a long story")
                    .id();
            List<Envelope> told;
            Prompt waiting;
            try (Watch watch = slipway.owner().watch(session)) {
                watch.awaitLive("it was steep");
                waiting = slipway.owner().prompt(session, "Go on where you were", PromptMode.QUEUE);
                told = watch.rows();
                slipway.kill();
            }

            slipway.startAgain();

            try (Watch watch = slipway.owner().watch(session)) {
                assertThat(watch.await(TurnInterrupted.class).left()).isEmpty();
                assertThat(watch.rows()).as("what clients had seen").startsWith(told.toArray(Envelope[]::new));
                TextWritten cut = watch.await(TextWritten.class);
                assertThat(cut.complete()).isFalse();
                assertThat(cut.text()).startsWith("Once upon a time");
                goOn(slipway, session, waiting, watch);
                assertThat(watch.all(TextWritten.class).getLast().text()).isEqualTo("I go on where I was.");
            }
            JsonNode asked =
                    slipway.models().conversations("Go on where you were").getLast();
            assertThat(asked.toString())
                    .as("the model got the whole conversation")
                    .contains(
                            "Write a note and tell a long story",
                            "note.txt",
                            "Once upon a time",
                            "Go on where you were");
        }
    }

    /// The prompt that waited is still there; nothing runs by itself after a crash, unless the daemon goes on with what
    /// waited.
    private static void goOn(Installation slipway, SessionId session, Prompt waiting, Watch watch) throws Exception {
        var detail = slipway.owner().detail(session);
        boolean waits = detail.queue().stream().anyMatch(prompt -> prompt.id().equals(waiting.id()));
        if (waits
                && detail.summary().state() != SessionState.WORKING
                && watch.all(TurnStarted.class).size() == 1) {
            slipway.owner().prompt(session, "Go on where you were", PromptMode.QUEUE);
        }
        watch.await(TurnCompleted.class);
    }
}
