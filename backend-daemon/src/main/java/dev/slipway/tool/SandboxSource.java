package dev.slipway.tool;

import dev.slipway.model.event.Effect;
import dev.slipway.sandbox.Sandbox;

/// Where a tool call finds its sandbox: the model is called before it is there.
@FunctionalInterface
public interface SandboxSource {
    /// Waits until the sandbox can do this. A sandbox may be read before its work tree is in sync with the base
    /// branch, but not written.
    /// @throws dev.slipway.model.problem.ProblemException when there will be none
    Sandbox await(Effect effect) throws InterruptedException;
}
