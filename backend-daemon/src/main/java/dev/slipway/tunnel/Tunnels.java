package dev.slipway.tunnel;

import dev.slipway.host.HostStream;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.tunnel.ListeningPort;
import dev.slipway.model.tunnel.Mux;
import dev.slipway.model.tunnel.TunnelStream;
import dev.slipway.model.tunnel.TunnelTarget;
import dev.slipway.pool.Hold;
import dev.slipway.pool.Holds;
import dev.slipway.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tunnels into sandboxes that are open now. An open tunnel holds its sandbox, and costs nothing while
/// nothing moves:
/// no thread of its own, no program, no polling. The sandbox is made ready by the first stream, not by the
/// tunnel.
public final class Tunnels {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnels.class);

    /// The sandboxes of sessions.
    public interface Rooms {
        /// Waits until it is ready.
        /// @throws dev.slipway.model.problem.ProblemException when it can't be
        Sandbox sandbox(SessionId session) throws InterruptedException;

        /// The sandbox, if it is ready now.
        Optional<Sandbox> ready(SessionId session);
    }

    /// One that is open.
    public final class Open implements AutoCloseable {
        private final Mux mux;
        private final Pin hold;

        private Open(Mux mux, Pin hold) {
            this.mux = mux;
            this.hold = hold;
        }

        /// What came over the wire.
        public Mux mux() {
            return mux;
        }

        /// Ends its streams, for a reason that its client can't be told any more.
        @Override
        public void close() {
            if (open.remove(this)) {
                hold.close();
                mux.close(Problem.unavailable(
                        "tunnel-lost", "The client is gone", "Its connection ended, and all its streams with it."));
            }
        }
    }

    private final Rooms rooms;
    private final Holds holds;
    private final InstantSource clock;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    public Tunnels(Rooms rooms, Holds holds, InstantSource clock) {
        this.rooms = rooms;
        this.holds = holds;
        this.clock = clock;
    }

    /// Opens a tunnel of a person into the sandbox of a session, over a wire.
    public Open open(SessionId session, Author who, Mux.Wire wire) {
        Hold hold = new Hold(Hold.Kind.TUNNEL, who.name(), "has a tunnel open", clock.instant());
        Open made =
                new Open(new Mux(wire, (target, asked) -> carry(session, target, asked)), holds.hold(session, hold));
        open.add(made);
        return made;
    }

    public int count() {
        return open.size();
    }

    /// How many streams there are now, of all tunnels.
    public int streams() {
        return open.stream().mapToInt(each -> each.mux().streams()).sum();
    }

    /// Who keeps a session's sandbox and what for.
    public List<Hold> holders(SessionId session) {
        return holds.of(session);
    }

    /// Connects to what listens in the sandbox of a session, for the daemon's own use.
    /// @throws dev.slipway.model.problem.ProblemException when it can't
    public HostStream connect(SessionId session, TunnelTarget target) throws InterruptedException {
        return rooms.sandbox(session).connect(target);
    }

    /// What listens in the sandbox of a session now; nothing while it has none.
    public List<ListeningPort> ports(SessionId session) throws InterruptedException {
        Optional<Sandbox> sandbox = rooms.ready(session);
        return sandbox.isPresent() ? Listeners.in(sandbox.get()) : List.of();
    }

    private void carry(SessionId session, TunnelTarget target, Mux.Asked asked) throws InterruptedException {
        HostStream inner = connect(session, target);
        try {
            asked.stands()
                    .carry(new Inner(inner))
                    .ifPresent(
                            why -> LOG.debug("A stream to {} of session {} broke: {}", target, session.value(), why));
        } catch (IOException e) {
            LOG.debug("Nobody waits any more for {} of session {}", target, session.value(), e);
        } finally {
            close(inner);
        }
    }

    private static void close(HostStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("A connection into a sandbox was gone already", e);
        }
    }

    private record Inner(HostStream stream) implements TunnelStream.Outer {
        @Override
        public InputStream in() {
            return stream.in();
        }

        @Override
        public OutputStream out() {
            return stream.out();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }

        @Override
        public void cut() {
            Tunnels.close(stream);
        }
    }
}
