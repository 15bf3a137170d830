package dev.slipway.sandbox;

/// How an execution ended.
/// @param code  its exit code; 128 + n when signal n ended it
/// @param cause why it ended
public record Exit(int code, Cause cause) {
    /// Why an execution ended.
    public enum Cause {
        /// By itself.
        EXITED,
        /// Somebody called [Execution#kill()], or ended the sandbox.
        KILLED,
        /// Its time was up.
        TIMED_OUT
    }

    public boolean ok() {
        return code == 0;
    }
}
