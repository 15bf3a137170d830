package dev.slipway.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts requests without a good token by the address they come from, so that guessing and broken clients cost little.
/// A good token always passes: everyone on this computer shares one address.
final class FailedLogins {
    private static final int PER_WINDOW = 60;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 1_000;

    private final InstantSource clock;
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Window(Instant began, int failures) {}

    FailedLogins(InstantSource clock) {
        this.clock = clock;
    }

    /// Counts one more failure.
    /// @return what to answer: 401, or 429 once there were more than 60 in a minute
    synchronized Refusal refusal(String address, boolean hadToken) {
        Instant now = clock.instant();
        @Nullable Window window = windows.get(address);
        if (window == null || window.began().plus(WINDOW).isBefore(now)) {
            window = new Window(now, 0);
        }
        window = new Window(window.began(), window.failures() + 1);
        windows.put(address, window);
        if (window.failures() > PER_WINDOW) {
            long wait = Duration.between(now, window.began().plus(WINDOW)).toSeconds() + 1;
            return Refusal.of(
                            429,
                            "too-many-failures",
                            "Too many requests without a valid token",
                            "More than " + PER_WINDOW + " in a minute came from your address.")
                    .remedy("Use a valid token, or wait " + wait + " seconds.")
                    .header("Retry-After", Long.toString(wait));
        }
        return Refusal.of(
                        401,
                        hadToken ? "unknown-token" : "token-missing",
                        hadToken ? "The token is not valid" : "A token is needed",
                        hadToken
                                ? "No user of this server has that token."
                                : "The request has no `Authorization: Bearer` header.")
                .remedy(
                        "Send the token that an admin gave you; the owner's is in the file `token` in the daemon's home.")
                .header("WWW-Authenticate", "Bearer realm=\"Slipway\"");
    }
}
