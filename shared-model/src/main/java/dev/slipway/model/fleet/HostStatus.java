package dev.slipway.model.fleet;

import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// A host and how it is.
/// @param address     `user@host:port`; empty for the daemon's own machine
/// @param via         the server through which it is reached
/// @param keyFile     a private key on the daemon's computer to log in with; empty for the daemon's own
/// @param root        the directory on it that belongs to Slipway
/// @param labels      what placement may ask for, such as `gpu`
/// @param capacity    sandboxes at most; 0 for no limit but the machine's own
/// @param fingerprint of the key that it was accepted with
/// @param problem     why it is not ready
/// @param system      such as `Linux 6.1.0`
/// @param isolation   what keeps sandboxes apart there, a sentence; empty until it is known
/// @param missing     programs that it lacks and sandboxes could use
/// @param load        as it was `seen`
/// @param latency     of a short call
/// @param link        the way there, as it was found at the last look; empty for the daemon's own machine
public record HostStatus(
        HostId id,
        Optional<String> address,
        Optional<String> via,
        Optional<String> keyFile,
        String root,
        SortedSet<String> labels,
        int capacity,
        Admission admission,
        Optional<String> fingerprint,
        HostCondition condition,
        Optional<Problem> problem,
        Optional<String> system,
        Optional<String> isolation,
        List<String> missing,
        int sandboxes,
        Optional<HostLoad> load,
        Optional<Duration> latency,
        Optional<HostLink> link,
        Optional<Instant> seen) {}
