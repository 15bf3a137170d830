package dev.slipway.agent;

import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent.FilesOvertaken;
import dev.slipway.model.event.SessionEvent.ToolCallWaited.WaitedFor;
import dev.slipway.sandbox.Sandbox;
import java.time.Duration;
import java.util.Optional;

/// Before the sandbox: what only reads may enter as soon as there are files, what writes or runs programs not before
/// the newest commits are in.
public interface Gate {
    /// Waits until a call of this effect may act.
    /// @throws dev.slipway.model.problem.ProblemException when there will be no sandbox
    Passage pass(Effect effect) throws InterruptedException;

    /// What the agent has read and what changed since, by commits that came in meanwhile; each is told once.
    Optional<FilesOvertaken> overtaken();

    /// A call that is inside. While one that reads is, no file changes under it by commits that come in.
    /// @param waited for what it waited, and how long
    /// @param leave  when the call is over, in the thread that entered
    record Passage(Sandbox sandbox, WaitedFor waitedFor, Duration waited, Runnable leave) implements AutoCloseable {
        @Override
        public void close() {
            leave.run();
        }
    }
}
