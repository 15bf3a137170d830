package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.event.SessionEvent.TurnStopped;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Installation.Provided.class)
final class StopTest {
    /// The goal is 100 ms to quiet on a quiet machine; the rest is room for one that tests run on.
    private static final Duration SOON = Duration.ofMillis(300);

    @Test
    void aModelThatTalksIsCutAndWhatItSaidIsKept(Installation slipway) throws Exception {
        Client owner = slipway.owner();
        SessionSummary session =
                owner.session(slipway.repository("stop-model").value(), "anthropic/claude-e2e", "Tell a long story");
        try (Watch watch = owner.watch(session.id())) {
            watch.awaitLive("Once");

            Duration took = stop(owner, session);

            TurnStopped stopped = watch.await(TurnStopped.class);
            TextWritten said = watch.await(TextWritten.class);
            assertThat(took).isLessThan(SOON);
            assertThat(stopped.left()).isEmpty();
            assertThat(said.complete()).isFalse();
            assertThat(said.text()).startsWith("Once").doesNotContain("full");
        }
    }

    @Test
    void aToolThatRunsEndsWithAllItsChildren(Installation slipway) throws Exception {
        Client owner = slipway.owner();
        SessionSummary session =
                owner.session(slipway.repository("stop-tool").value(), "openai/gpt-e2e", "Run for ever");
        try (Watch watch = owner.watch(session.id())) {
            watch.await(ToolCallStarted.class);
            watch.awaitLive("started");

            Duration took = stop(owner, session);

            watch.await(TurnStopped.class);
            assertThat(took).isLessThan(SOON);
            assertThat(watch.await(ToolCallCompleted.class).outcome()).isEqualTo(ToolCallCompleted.Outcome.CUT);
            owner.prompt(session.id(), "Is anything left?", PromptMode.QUEUE);
            watch.await(TurnCompleted.class);
            assertThat(watch.all(ToolCallCompleted.class).getLast().output())
                    .as("processes of the stopped call that still run")
                    .startsWith("0");
        }
    }

    /// @return from the request to the answer, which comes when all is quiet
    private static Duration stop(Client owner, SessionSummary session) throws Exception {
        long begun = System.nanoTime();
        SessionCalls.Stopped stopped = owner.get(SessionCalls.STOP, session.id().value());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(stopped.stopped()).isTrue();
        return took;
    }
}
