package dev.slipway.daemon;

import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// One who follows the fleet over a daemon's socket.
final class FleetListener implements WebSocket.Listener, AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<FleetEvent> events = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    FleetListener(WiredDaemon daemon) {
        socket = daemon.socket(this);
        socket.sendText(Json.write(new ClientFrame.SubscribeFleet("fleet")), true)
                .join();
    }

    /// Waits for an event; those before it are passed over.
    FleetEvent await(Predicate<FleetEvent> wanted) throws InterruptedException {
        while (true) {
            FleetEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("That did not come in " + PATIENCE_SECONDS + " s");
            }
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    /// Waits for news of a host.
    HostStatus awaitHost(String id) throws InterruptedException {
        FleetEvent event = await(each -> each instanceof FleetEvent.HostChanged(HostStatus host)
                && host.id().value().equals(id));
        return ((FleetEvent.HostChanged) event).host();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            if (Json.read(text.toString(), ServerFrame.class) instanceof ServerFrame.Fleet fleet) {
                events.addAll(fleet.events());
            }
            text.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
