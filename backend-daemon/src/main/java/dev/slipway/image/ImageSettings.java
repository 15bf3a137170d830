package dev.slipway.image;

import dev.slipway.model.fleet.HostId;
import java.time.Duration;
import java.util.Map;

/// When images are built, and what that may take.
/// @param cadence    between two builds of a repository, unless it says so itself
/// @param usedWithin a repository on which nobody began to work for so long is not built any more
/// @param settle     how long a branch must have rested before a build that its moves ask for
/// @param timeLimit  of one build
/// @param atOnce     builds of one host at the same time, 1 or more
/// @param keepFree   of a host's disk; builds make room for it, or are refused
/// @param hosts      the same where a host has a rule of its own
public record ImageSettings(
        Duration cadence,
        Duration usedWithin,
        Duration settle,
        Duration timeLimit,
        int atOnce,
        KeepFree keepFree,
        Map<HostId, KeepFree> hosts) {
    public static final ImageSettings DEFAULT = new ImageSettings(
            Duration.ofMinutes(30),
            Duration.ofDays(14),
            Duration.ofSeconds(15),
            Duration.ofMinutes(30),
            1,
            KeepFree.DEFAULT,
            Map.of());

    public ImageSettings {
        hosts = Map.copyOf(hosts);
    }

    /// A part of a disk that stays free.
    /// @param percent of the disk
    /// @param bytes   the lesser of the two counts
    public record KeepFree(int percent, long bytes) {
        /// 10 %, but no more than 5 GiB.
        public static final KeepFree DEFAULT = new KeepFree(10, 5L << 30);

        /// Of a disk of this size, in bytes.
        long of(long disk) {
            return Math.min(disk / 100 * percent, bytes);
        }
    }

    KeepFree keepFree(HostId host) {
        return hosts.getOrDefault(host, keepFree);
    }
}
