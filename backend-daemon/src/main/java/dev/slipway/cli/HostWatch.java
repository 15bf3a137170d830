package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The story of watching hosts in the terminal: a line for each, then one whenever one is not as it was.
final class HostWatch {
    private static final Duration PULSE = Duration.ofSeconds(1);
    private static final SocketFeed.Subject FLEET = new SocketFeed.Subject() {
        @Override
        public ClientFrame subscribe() {
            return new ClientFrame.SubscribeFleet("fleet");
        }

        @Override
        public String lostTitle() {
            return "The hosts can't be watched";
        }

        @Override
        public String remedy() {
            return "The hosts' sandboxes go on without the daemon.";
        }
    };

    private final Slipway slipway;
    private final InstantSource clock;
    private final Map<HostId, List<String>> shown = new LinkedHashMap<>();
    private boolean begun;
    private boolean lost;

    HostWatch(Slipway slipway, InstantSource clock) {
        this.slipway = slipway;
        this.clock = clock;
    }

    /// Goes on until it is interrupted.
    /// @throws dev.slipway.model.problem.ProblemException when the daemon does not come back
    void run() throws InterruptedException {
        try (SocketFeed feed = new SocketFeed(slipway.api().http(), slipway::address, clock, FLEET)) {
            while (!Thread.currentThread().isInterrupted()) {
                switch (feed.next(PULSE)) {
                    case SocketFeed.News.Nothing _ -> {}
                    case SocketFeed.News.Lost why -> lost(why.why());
                    case SocketFeed.News.Frame news -> {
                        if (news.frame() instanceof ServerFrame.Fleet fleet) {
                            take(fleet, news.json(), news.again() || !begun);
                            begun = true;
                        }
                    }
                }
            }
        }
    }

    /// @param whole whether it tells of all hosts there are
    private void take(ServerFrame.Fleet fleet, String json, boolean whole) {
        lost = false;
        if (slipway.json) {
            events(json).forEach(slipway.console()::line);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        Set<HostId> there = new HashSet<>();
        for (FleetEvent event : fleet.events()) {
            switch (event) {
                case FleetEvent.HostChanged changed -> {
                    HostId id = changed.host().id();
                    there.add(id);
                    List<String> row = HostCommand.row(changed.host());
                    if (!row.equals(shown.put(id, row))) {
                        rows.add(timed(row));
                    }
                }
                case FleetEvent.HostRemoved removed -> rows.addAll(forget(removed.host()));
                case FleetEvent.ImageChanged _,
                        FleetEvent.BuildLog _,
                        FleetEvent.WarmPoolChanged _,
                        FleetEvent.Unrecognised _ -> {}
            }
        }
        if (whole) {
            shown.keySet().stream().filter(id -> !there.contains(id)).toList().forEach(id -> rows.addAll(forget(id)));
        }
        slipway.console().table(rows);
    }

    private List<List<String>> forget(HostId id) {
        return shown.remove(id) == null ? List.of() : List.of(timed(List.of(id.value(), "removed")));
    }

    private List<String> timed(List<String> row) {
        List<String> timed = new ArrayList<>();
        timed.add(LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_LOCAL_TIME));
        timed.addAll(row);
        return timed;
    }

    private void lost(String why) {
        if (!lost) {
            slipway.console()
                    .aside("The connection to the daemon is lost (" + SafeText.line(why, 200)
                            + "); trying to come back.");
        }
        lost = true;
    }

    /// Word for word: a newer server tells more than this program knows.
    private static List<String> events(String json) {
        try {
            List<String> events = new ArrayList<>();
            for (JsonNode event : Json.lenient().readTree(json).path("events")) {
                events.add(event.toString());
            }
            return events;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Was read as a frame before", e);
        }
    }
}
