package dev.slipway.cli;

/// What a command's exit code tells a program.
final class ExitCode {
    static final int OK = 0;

    /// Something was refused or is missing; standard error says what and what to do.
    static final int PROBLEM = 1;

    /// The command line can't be understood.
    static final int USAGE = 2;

    /// The command did its part, but the turn that it followed failed, was stopped or was interrupted.
    static final int TURN_FAILED = 3;

    /// Ctrl-C: 128 + SIGINT, as shells have it. A session goes on.
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
