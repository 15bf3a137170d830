package dev.slipway.sandbox;

import java.time.Duration;

/// What a sandbox may use. Which of these the host can really hold is in [Isolation#holds()].
/// @param memoryBytes all processes of the sandbox together
/// @param cpuPercent  of one core: 200 is two cores
/// @param processes   processes and threads at once
/// @param openFiles   of one process
/// @param time        of one execution, unless it asks for less
public record Limits(long memoryBytes, int cpuPercent, int processes, int openFiles, Duration time) {
    /// Enough for a Java build with its tests.
    public static final Limits DEFAULT = new Limits(4L << 30, 400, 2_048, 16_384, Duration.ofHours(1));

    public Limits {
        if (memoryBytes < 1 << 20 || cpuPercent < 1 || processes < 1 || openFiles < 16 || !time.isPositive()) {
            throw new IllegalArgumentException("limits too small to work with");
        }
    }

    public Limits withMemoryBytes(long bytes) {
        return new Limits(bytes, cpuPercent, processes, openFiles, time);
    }

    public Limits withProcesses(int count) {
        return new Limits(memoryBytes, cpuPercent, count, openFiles, time);
    }

    public Limits withTime(Duration limit) {
        return new Limits(memoryBytes, cpuPercent, processes, openFiles, limit);
    }
}
