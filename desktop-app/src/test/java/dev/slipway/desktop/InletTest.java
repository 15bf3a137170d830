package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.link.Backoff;
import dev.slipway.link.Inlet;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.tunnel.Forward;
import dev.slipway.model.tunnel.Tunnel;
import dev.slipway.model.tunnel.TunnelTarget;
import dev.slipway.model.wire.TunnelCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Ways of views into a session's sandbox, at the real daemon.
@ExtendWith(RealDaemon.Provided.class)
@Timeout(120)
class InletTest {
    private static final TunnelTarget NOWHERE = new TunnelTarget.Port(9);

    @Test
    void viewsOfASessionShareOneTunnelThatHoldsTheSandboxWhileOneIsOpen(RealDaemon daemon) throws Exception {
        Server owner = daemon.owner();
        SessionId session = daemon.session(owner, daemon.repository("inlets"), "Say hello");
        try (Link link = new Link(owner, Backoff.usual(new Random(1)), InstantSource.system())) {
            BlockingQueue<Problem> failed = new LinkedBlockingQueue<>();
            BlockingQueue<Tunnel.State> states = new LinkedBlockingQueue<>();
            Inlet first = link.into(session);
            Inlet second = link.into(session);
            var _ = second.onState(states::add);

            assertThatThrownBy(() -> first.open(NOWHERE))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("nothing-listens"));
            Forward forward = second.listen(NOWHERE, 0, failed::add);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.port())) {
                assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(IOException.class);
            }
            assertThat(failed.poll(20, TimeUnit.SECONDS))
                    .extracting(Problem::code)
                    .isEqualTo("nothing-listens");
            assertThat(states).contains(new Tunnel.State.Open());
            first.close();
            assertThat(holders(owner, session)).hasSize(1);
            second.close();
            await(() -> holders(owner, session).isEmpty());
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), forward.port()).close())
                    .isInstanceOf(IOException.class);
        }
    }

    private static List<TunnelCalls.Holder> holders(Server user, SessionId session) {
        try (Link link = new Link(user, Backoff.usual(new Random(1)), InstantSource.system())) {
            return link.call(TunnelCalls.PORTS, Map.of("id", session.value())).holders().stream()
                    .filter(holder -> holder.what().contains("tunnel"))
                    .toList();
        }
    }

    private static void await(java.util.function.BooleanSupplier met) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
