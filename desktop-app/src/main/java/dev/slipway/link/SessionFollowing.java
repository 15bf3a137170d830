package dev.slipway.link;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ClientFrame;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a follower of a session stands. Calls to it come one at a time, even while an old socket's last frame is
/// still being taken.
///
/// Whenever it subscribes, it asks for the newest event that it knows once more: if the server's is another, or its
/// journal is shorter, that is not the journal which was followed, but an older state of it that was restored and went
/// on otherwise, and all begins anew.
final class SessionFollowing implements Subscriptions.Subject {
    private static final Logger log = LoggerFactory.getLogger(SessionFollowing.class);
    /// Who is farther behind, and by more than what they have, begins anew at the newest: that shows at once what
    /// happens now.
    private static final long FAR = 50_000;
    /// Past every journal's end: the answer says where that is.
    private static final long AFTER_ALL = 1L << 52;

    private final SessionId session;
    private final Follower follower;
    private final int tail;
    private Optional<Envelope> newest;
    /// The first sequence number wanted; 0 until it is known where the journal ends.
    private long next;
    /// What to ask for. Apart from the others, as whoever subscribes must not wait for a follower.
    private volatile long from;

    /// @param newest the newest event that the follower has
    /// @param tail   with how many of the newest events to begin when it has none
    SessionFollowing(SessionId session, Optional<Envelope> newest, int tail, Follower follower) {
        this.session = session;
        this.newest = newest;
        this.next = newest.map(envelope -> envelope.seq() + 1).orElse(0L);
        this.tail = tail;
        this.follower = follower;
        this.from = from();
    }

    /// Follows from one sequence number on.
    SessionFollowing(SessionId session, long from, Follower follower) {
        this(session, Optional.empty(), 1, follower);
        this.next = from;
        this.from = from;
    }

    SessionId session() {
        return session;
    }

    private long from() {
        return next == 0 ? AFTER_ALL : newest.map(Envelope::seq).orElse(next);
    }

    @Override
    public ClientFrame subscribe(String name) {
        return new ClientFrame.Subscribe(name, session, from);
    }

    /// The subscription stands; false when it must begin again, elsewhere.
    /// @param last the server's newest event
    synchronized boolean begins(long last) {
        long had = newest.map(Envelope::seq).orElse(0L);
        if (last < had) {
            log.info("The journal of {} ends before what is here: it is fetched anew", session.value());
            beginAnew();
        } else if (had > 0 && last - had > Math.max(FAR, had)) {
            log.info("{} went on for {} events: it is fetched anew, from its end", session.value(), last - had);
            beginAnew();
        }
        if (next == 0) {
            next = Math.max(1, last - tail + 1);
            from = from();
            return false;
        }
        follower.begins(last);
        return true;
    }

    private void beginAnew() {
        newest = Optional.empty();
        next = 0;
        from = from();
        follower.anew();
    }

    synchronized void typing(Author user) {
        follower.typing(user);
    }

    synchronized void ended(Problem problem) {
        follower.ended(problem);
    }

    /// Passes on what follows the last event; false when one is missing before it, or all begins anew.
    synchronized boolean take(List<Envelope> events, List<LiveText> live) {
        if (next == 0) {
            return true;
        }
        boolean other = !events.isEmpty()
                && newest.filter(known -> known.seq() == events.getFirst().seq() && !known.equals(events.getFirst()))
                        .isPresent();
        if (other) {
            log.info("The journal of {} is not the one that is here: it is fetched anew", session.value());
            beginAnew();
            return false;
        }
        long first = next;
        List<Envelope> fresh =
                events.stream().filter(event -> event.seq() >= first).toList();
        for (int i = 0; i < fresh.size(); i++) {
            if (fresh.get(i).seq() != first + i) {
                log.debug("Event {} of {} is missing; following anew from there", first + i, session.value());
                return false;
            }
        }
        if (!fresh.isEmpty() || !live.isEmpty()) {
            follower.journal(fresh, live);
        }
        if (!fresh.isEmpty()) {
            newest = Optional.of(fresh.getLast());
            next = fresh.getLast().seq() + 1;
            from = from();
        }
        return true;
    }
}
