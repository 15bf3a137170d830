package dev.slipway.api;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Thins out what people's keystrokes say: one notice of each person in each session every two seconds.
final class TypingNews {
    private static final long PERIOD_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int REMEMBERED = 1_000;

    private record Place(SessionId session, UserId user) {}

    private final Map<Place, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized boolean isNews(SessionId session, UserId user) {
        Place place = new Place(session, user);
        long now = System.nanoTime();
        @Nullable Long before = told.get(place);
        if (before != null && now - before < PERIOD_NANOS) {
            return false;
        }
        told.remove(place);
        told.put(place, now);
        return true;
    }
}
