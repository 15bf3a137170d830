package dev.slipway.egress;

import dev.slipway.model.problem.Problem;
import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The hosts that programs may reach: names (`repo.example.org`), all names below one (`*.example.org`, without
/// `example.org` itself), and addresses (`10.0.0.7`, `[2001:db8::7]`). An entry means ports 80 and 443 unless it names
/// one (`repo.example.org:8443`).
public final class AllowedHosts {
    private static final Set<Integer> WEB = Set.of(80, 443);
    private final List<Entry> entries;

    private AllowedHosts(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /// @throws dev.slipway.model.problem.ProblemException naming an entry that is no host
    public static AllowedHosts of(Collection<String> hosts) {
        List<Entry> entries = new ArrayList<>();
        hosts.forEach(host -> entries.add(Entry.parse(host)));
        return new AllowedHosts(entries);
    }

    /// Whether this name may be reached at this port, provided that its addresses may be.
    boolean names(String name, int port) {
        return entries.stream().anyMatch(entry -> entry.names(name) && entry.takes(port));
    }

    /// Whether this name may be reached at some port.
    boolean names(String name) {
        return entries.stream().anyMatch(entry -> entry.names(name));
    }

    /// Whether this very address is listed, so that it may be reached wherever it lies.
    boolean lists(InetAddress address, int port) {
        return entries.stream()
                .anyMatch(entry ->
                        entry.target().address().filter(address::equals).isPresent() && entry.takes(port));
    }

    private record Entry(Target target, boolean below) {
        static Entry parse(String text) {
            boolean below = text.startsWith("*.");
            return Target.parse(ascii(below ? text.substring(2) : text))
                    .filter(target -> !below || target.address().isEmpty())
                    .map(target -> new Entry(target, below))
                    .orElseThrow(() -> Problem.invalid(
                                    "malformed-allowed-host",
                                    "A host that sandboxes may reach is written wrongly",
                                    "\"" + text + "\" in sandbox.allow is no host.")
                            .withRemedy("Write a name (repo.example.org), all names below one (*.example.org) or an"
                                    + " address (10.0.0.7, [2001:db8::7]), with :port unless 80 and 443 are meant.")
                            .toException());
        }

        boolean names(String name) {
            return target.address().isEmpty()
                    && (below ? name.endsWith("." + target.host()) : name.equals(target.host()));
        }

        boolean takes(int port) {
            return target.port().isPresent() ? target.port().getAsInt() == port : WEB.contains(port);
        }

        private static String ascii(String text) {
            try {
                return text.startsWith("[") ? text : IDN.toASCII(text);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
    }
}
