package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.event.SessionEvent.TurnStopped;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Installation.Provided.class)
final class StopTest {
    private static final Duration SOON = Duration.ofMillis(100);

    /// Other programs of the computer may get in the way of some stops, yet not of all.
    private static final int TRIES = 6;

    @Test
    void aModelThatTalksIsCutAtOnceAndWhatItSaidIsKept(Installation slipway) throws Exception {
        Client owner = slipway.owner();
        RepositoryId repository = slipway.repository("stop-model");
        List<Duration> took = new ArrayList<>();
        while (took.size() < TRIES && took.stream().noneMatch(time -> time.compareTo(SOON) < 0)) {
            SessionSummary session = owner.session(repository.value(), "anthropic/claude-e2e", "Tell a long story");
            try (Watch watch = owner.watch(session.id())) {
                watch.awaitLive("Once");

                took.add(stop(owner, session));

                assertThat(watch.await(TurnStopped.class).left()).isEmpty();
                TextWritten said = watch.await(TextWritten.class);
                assertThat(said.complete()).isFalse();
                assertThat(said.text()).startsWith("Once").doesNotContain("full");
            }
        }
        assertThat(took).as("how long each stop took").anyMatch(time -> time.compareTo(SOON) < 0);
    }

    @Test
    void aToolThatRunsEndsWithAllItsChildren(Installation slipway) throws Exception {
        Client owner = slipway.owner();
        SessionSummary session =
                owner.session(slipway.repository("stop-tool").value(), "openai/gpt-e2e", "Run for ever");
        try (Watch watch = owner.watch(session.id())) {
            watch.await(ToolCallStarted.class);
            watch.awaitLive("started");

            stop(owner, session);

            watch.await(TurnStopped.class);
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
