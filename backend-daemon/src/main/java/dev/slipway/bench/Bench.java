package dev.slipway.bench;

/// One measurement. To add one: implement this, and name it in [BenchMain].
interface Bench {
    /// What to type.
    String name();

    /// What it measures, one line.
    String about();

    /// Measures and reports; cleans up after itself. Notes on progress go to standard error.
    void run(BenchReport report) throws Exception;
}
