package dev.slipway.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Decides where a request may go. What it gives are the addresses that it has checked: to look a name up again could
/// give others.
final class Gate {
    private final AllowedHosts allowed;
    private final Resolver resolver;

    Gate(AllowedHosts allowed, Resolver resolver) {
        this.allowed = allowed;
        this.resolver = resolver;
    }

    sealed interface Verdict {}

    record Open(List<InetSocketAddress> addresses) implements Verdict {}

    record Shut(Refusal refusal) implements Verdict {}

    /// @param target with a port
    Verdict decide(Target target) {
        int port = target.port().orElseThrow();
        if (target.address().isPresent()) {
            InetAddress address = target.address().get();
            return allowed.lists(address, port)
                    ? new Open(List.of(new InetSocketAddress(address, port)))
                    : new Shut(Refusal.unlisted(target));
        }
        if (!allowed.names(target.host(), port)) {
            return new Shut(allowed.names(target.host()) ? Refusal.otherPort(target) : Refusal.unlisted(target));
        }
        try {
            List<InetAddress> found = resolver.addresses(target.host());
            List<InetSocketAddress> open = found.stream()
                    .filter(address -> OpenAddresses.contain(address) || allowed.lists(address, port))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
            if (found.isEmpty()) {
                return new Shut(Refusal.unknown(target));
            }
            return open.isEmpty() ? new Shut(Refusal.closed(target, found.getFirst())) : new Open(open);
        } catch (IOException e) {
            return new Shut(Refusal.unknown(target));
        }
    }
}
