package dev.slipway.link;

import dev.slipway.model.Pin;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.tunnel.Forward;
import dev.slipway.model.tunnel.Tunnel;
import dev.slipway.model.tunnel.TunnelStream;
import dev.slipway.model.tunnel.TunnelTarget;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A view's way into the sandbox of a session, which holds the sandbox while it is open. All views of a
/// session share one
/// tunnel; each closes its own inlet, and with it all that it opened.
public final class Inlet implements AutoCloseable {
    private final Tunnel tunnel;
    private final Runnable last;
    private final Set<Forward> forwards = ConcurrentHashMap.newKeySet();
    private final Set<TunnelStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    Inlet(Tunnel tunnel, Runnable last) {
        this.tunnel = tunnel;
        this.last = last;
    }

    /// A stream to what listens there, for views that speak for themselves, such as to a remote desktop; not
    /// for a
    /// window's thread, as it waits for the sandbox.
    /// @throws dev.slipway.model.problem.ProblemException `nothing-listens`, `sandbox-gone`, `tunnel-lost` and
    ///     others
    public TunnelStream open(TunnelTarget target) throws InterruptedException {
        TunnelStream stream = tunnel.open(target);
        streams.add(stream);
        if (closed.get()) {
            stream.close();
        }
        return stream;
    }

    /// A port of this computer's loopback that leads there, for web views and browsers. It stays when the link
    /// is lost,
    /// and works again when that is back.
    /// @param port   0 for any free one
    /// @param failed told why a connection came to nothing or broke, by threads of the link
    /// @throws dev.slipway.model.problem.ProblemException `port-taken`
    public Forward listen(TunnelTarget target, int port, Consumer<Problem> failed) {
        Forward forward = Forward.open(tunnel, target, port, failed);
        forwards.add(forward);
        if (closed.get()) {
            forward.close();
        }
        return forward;
    }

    /// Tells how the tunnel is, now and whenever that changes, by threads of the link.
    public Pin onState(Consumer<Tunnel.State> listener) {
        Pin pin = tunnel.onState(listener);
        listener.accept(tunnel.state());
        return pin;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            forwards.forEach(Forward::close);
            streams.forEach(TunnelStream::close);
            last.run();
        }
    }
}
