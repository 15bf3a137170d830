package dev.slipway.model.fleet;

import java.util.Optional;

/// How busy a host is now.
/// @param load    processes that ran or wanted to, on average over the last minute; empty if unknown
/// @param memory  bytes; `memoryFree` counts what the system would give up at once
/// @param disk    bytes of the disk that holds sandboxes
public record HostLoad(int processors, Optional<Double> load, long memory, long memoryFree, long disk, long diskFree) {}
