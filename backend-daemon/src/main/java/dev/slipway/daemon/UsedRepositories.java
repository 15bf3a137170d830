package dev.slipway.daemon;

import dev.slipway.image.ImageBuilds;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the builder of images on which repositories people work: by each session that changes, once an hour.
final class UsedRepositories {
    private static final Logger LOG = LoggerFactory.getLogger(UsedRepositories.class);
    private static final Duration OFTEN = Duration.ofHours(1);

    private final Sessions sessions;
    private final ImageBuilds images;
    private final InstantSource clock;
    private final Map<SessionId, Instant> told = new ConcurrentHashMap<>();

    UsedRepositories(Sessions sessions, ImageBuilds images, InstantSource clock) {
        this.sessions = sessions;
        this.images = images;
        this.clock = clock;
    }

    /// Called as often as a session changes, and under its lock.
    void note(SessionId session) {
        Instant now = clock.instant();
        if (told.getOrDefault(session, Instant.EPOCH).isBefore(now.minus(OFTEN))) {
            told.put(session, now);
            Thread.ofVirtual().name("used repository").start(() -> tell(session));
        }
    }

    private void tell(SessionId session) {
        try {
            SessionSummary summary = sessions.summary(session);
            images.used(summary.repository(), summary.updatedAt());
        } catch (ProblemException e) {
            LOG.debug("Session {} is gone", session.value(), e);
        }
    }
}
