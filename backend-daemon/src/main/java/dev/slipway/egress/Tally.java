package dev.slipway.egress;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often programs of one sandbox asked for which host. Of a request only the host is kept: the rest may be secret.
final class Tally {
    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
    private static final int MOST_HOSTS = 200;

    private final String owner;
    private final Map<String, AtomicLong> allowed = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> refused = new ConcurrentHashMap<>();

    Tally(String owner) {
        this.owner = owner;
    }

    void allowed(Target target) {
        if (count(allowed, target) == 1) {
            LOG.info("Sandbox {} reaches {}", owner, target.text());
        }
    }

    void refused(Target target, Refusal refusal) {
        if (count(refused, target) == 1) {
            LOG.info("Sandbox {} asked for {}: {}", owner, target.text(), refusal.reason());
        }
    }

    /// Says it all once, at the end.
    void sumUp() {
        if (!allowed.isEmpty() || !refused.isEmpty()) {
            LOG.info("Sandbox {} reached {}; was refused {}", owner, words(allowed), words(refused));
        }
    }

    private static long count(Map<String, AtomicLong> counts, Target target) {
        String host = counts.size() < MOST_HOSTS || counts.containsKey(target.text()) ? target.text() : "others";
        return counts.computeIfAbsent(host, _ -> new AtomicLong()).incrementAndGet();
    }

    private static String words(Map<String, AtomicLong> counts) {
        return counts.isEmpty()
                ? "nothing"
                : new TreeMap<>(counts)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                                .collect(Collectors.joining(", "));
    }
}
