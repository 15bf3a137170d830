package dev.slipway.session;

import dev.slipway.model.SessionId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.SandboxId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whose the sandboxes are that are found on hosts: what the journals say last.
final class Claims {
    /// @param host where the session has it; one of that name elsewhere is nobody's
    record Claim(SessionId session, SandboxId sandbox, HostId host) {}

    private final Map<SandboxId, Claim> claims = new ConcurrentHashMap<>();
    private final Map<SessionId, Claim> sessions = new ConcurrentHashMap<>();

    /// The session has this sandbox now, or none.
    void note(SessionId session, Optional<SandboxId> sandbox, Optional<HostId> host) {
        Optional<Claim> now = sandbox.map(id -> new Claim(session, id, host.orElse(HostId.LOCAL)));
        if (now.equals(of(session))) {
            return;
        }
        @Nullable Claim before = now.isPresent() ? sessions.put(session, now.get()) : sessions.remove(session);
        if (before != null) {
            claims.remove(before.sandbox(), before);
        }
        now.ifPresent(claim -> claims.put(claim.sandbox(), claim));
    }

    Optional<Claim> of(SessionId session) {
        return Optional.ofNullable(sessions.get(session));
    }

    /// Whose a sandbox on that host is.
    Optional<Claim> of(HostId host, SandboxId sandbox) {
        return Optional.ofNullable(claims.get(sandbox))
                .filter(claim -> claim.host().equals(host));
    }
}
