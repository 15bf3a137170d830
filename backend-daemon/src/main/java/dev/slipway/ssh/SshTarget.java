package dev.slipway.ssh;

import java.util.List;
import java.util.Optional;

/// A server and how to reach it.
/// @param logins tried in this order
/// @param via    the server through which it is reached, which may itself be behind another one
public record SshTarget(SshAddress address, List<SshLogin> logins, Optional<SshTarget> via) {
    public SshTarget {
        logins = List.copyOf(logins);
    }
}
