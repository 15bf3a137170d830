package dev.slipway.cli;

/// Entry point of the command line `slipway`.
public final class Main {
    private Main() {}

    /// Runs one command; the exit codes are those of [ExitCode].
    public static void main(String[] args) {
        System.exit(Slipway.run(Surroundings.ofThisProcess(), args));
    }
}
