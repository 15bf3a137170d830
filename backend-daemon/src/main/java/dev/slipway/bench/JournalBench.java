package dev.slipway.bench;

/// The journal under the load of many sessions.
final class JournalBench implements Bench {
    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String about() {
        return "200 sessions that append at once; opening a journal of 1,000,000 events";
    }

    @Override
    public void run(BenchReport report) {}
}
