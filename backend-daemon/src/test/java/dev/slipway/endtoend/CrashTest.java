package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent.PromptAccepted;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.event.SessionEvent.TurnInterrupted;
import dev.slipway.model.session.PromptMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Has an installation of its own, as it kills the daemon.
final class CrashTest {
    private static final String STORY = "Once upon a time there was a slipway. It was long and it was steep";

    @Test
    void afterAKillEverythingThatWasToldIsThereAndTheConversationGoesOn() throws Exception {
        try (Installation slipway = new Installation()) {
            SessionId session = slipway.owner()
                    .session(
                            slipway.repository("crash").value(),
                            "anthropic/claude-e2e",
                            "Write a note and tell a long story")
                    .id();
            try (CommandLineProcess follower = slipway.commandLine("show", session.value(), "--follow")) {
                List<Envelope> told = killInTheMiddle(slipway, session, follower);

                slipway.startAgain();

                goOn(slipway, session, told);
                awaitTheEnd(follower);
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

    /// @return the rows that a client had seen
    private static List<Envelope> killInTheMiddle(Installation slipway, SessionId session, CommandLineProcess follower)
            throws Exception {
        try (Watch watch = slipway.owner().watch(session)) {
            watch.awaitLive("it was steep");
            slipway.owner().prompt(session, "Go on where you were", PromptMode.QUEUE);
            List<Envelope> told = watch.rows();
            follower.awaitOut(STORY);
            slipway.kill();
            return told;
        }
    }

    private static void goOn(Installation slipway, SessionId session, List<Envelope> told) throws Exception {
        try (Watch watch = slipway.owner().watch(session)) {
            assertThat(watch.await(TurnInterrupted.class).left()).isEmpty();
            assertThat(watch.rows()).as("what clients had seen").startsWith(told.toArray(Envelope[]::new));
            TextWritten cut = watch.await(TextWritten.class);
            assertThat(cut.complete()).isFalse();
            assertThat(cut.text()).startsWith("Once upon a time");
            watch.await(PromptAccepted.class, prompt -> prompt.prompt().text().equals("Go on where you were"));
            if (!slipway.owner().detail(session).queue().isEmpty()) {
                // What waited goes on with the next prompt, should it not go on by itself.
                slipway.owner().prompt(session, "Go on where you were", PromptMode.QUEUE);
            }
            watch.await(TurnCompleted.class);
            assertThat(watch.all(TextWritten.class).getLast().text()).isEqualTo("I go on where I was.");
        }
    }

    private static void awaitTheEnd(CommandLineProcess follower) throws Exception {
        follower.awaitOut("✓ done");
        assertThat(follower.out())
                .as("who follows is told, and sees everything once")
                .contains("The connection to the daemon is lost", "The connection is back.", "■ interrupted")
                .containsOnlyOnce(STORY)
                .containsOnlyOnce("Write note.txt");
        follower.interrupt();
        assertThat(follower.exitCode()).isEqualTo(130);
    }
}
