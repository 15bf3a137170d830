package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ServerFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HostWatchTest {
    @TempDir
    Path folder;

    private final SocketServer server = new SocketServer();

    HostWatchTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void eachHostIsShownAndThenWhatIsNotAsItWas() throws Exception {
        CompletableFuture<CommandLineRun> run = watch();
        try (SocketServer.Connection connection = subscribed()) {
            tell(connection, changed("a", HostCondition.READY), changed("b", HostCondition.READY));
            tell(connection, changed("a", HostCondition.READY), changed("b", HostCondition.UNREACHABLE));
            tell(connection, new FleetEvent.HostRemoved(new HostId("b")));
            end(connection);

            assertThat(run.get(30, TimeUnit.SECONDS).out().lines().map(HostWatchTest::words))
                    .containsExactly("a ready", "b ready", "b unreachable", "b removed");
        }
    }

    @Test
    void afterALostConnectionOnlyWhatChangedMeanwhileIsShown() throws Exception {
        CompletableFuture<CommandLineRun> run = watch();
        try (SocketServer.Connection connection = subscribed()) {
            tell(connection, changed("a", HostCondition.READY), changed("b", HostCondition.READY));
            assertThat(Json.read(connection.receive(), ClientFrame.class))
                    .as("asked after a silence, so all before was read")
                    .isInstanceOf(ClientFrame.Ping.class);
        }
        try (SocketServer.Connection again = subscribed()) {
            tell(again, changed("a", HostCondition.READY), changed("c", HostCondition.READY));
            end(again);

            CommandLineRun ended = run.get(30, TimeUnit.SECONDS);
            assertThat(ended.out().lines().map(HostWatchTest::words))
                    .containsExactly("a ready", "b ready", "c ready", "b removed");
            assertThat(ended.err()).containsOnlyOnce("trying to come back");
        }
    }

    @Test
    void programsGetEachEventWordForWordOnALineOfItsOwn() throws Exception {
        CompletableFuture<CommandLineRun> run = watch("--json");
        try (SocketServer.Connection connection = subscribed()) {
            connection.send("""
                    {"type":"Fleet","subscription":"fleet","events":[{"type":"HostPainted","colour":"red"}]}""");
            end(connection);

            assertThat(run.get(30, TimeUnit.SECONDS).out())
                    .isEqualTo("{\"type\":\"HostPainted\",\"colour\":\"red\"}\n");
        }
    }

    /// The second and third word of a line.
    private static String words(String line) {
        String[] cells = line.strip().split(" {2,}", -1);
        return cells[1] + " " + cells[cells.length > 3 ? 3 : 2];
    }

    private CompletableFuture<CommandLineRun> watch(String... more) {
        Map<String, String> environment = Map.of("SLIPWAY_URL", server.url(), "SLIPWAY_TOKEN", "secret");
        return CompletableFuture.supplyAsync(() -> {
            List<String> words = new ArrayList<>(List.of("host", "list", "--watch"));
            words.addAll(List.of(more));
            return CommandLineRun.in(folder, environment, "", words.toArray(String[]::new));
        });
    }

    private SocketServer.Connection subscribed() throws IOException {
        SocketServer.Connection connection = server.accept();
        assertThat(Json.read(connection.receive(), ClientFrame.class))
                .isEqualTo(new ClientFrame.SubscribeFleet("fleet"));
        // As short as it goes, so that a loss is also noticed where the end of the connection is not.
        connection.send(Json.write(new ServerFrame.Hello("test", Samples.ADA, 1)));
        return connection;
    }

    private static void tell(SocketServer.Connection connection, FleetEvent... events) throws IOException {
        connection.send(Json.write(new ServerFrame.Fleet("fleet", List.of(events))));
    }

    private static void end(SocketServer.Connection connection) throws IOException {
        connection.send(Json.write(new ServerFrame.Ended(
                "fleet", ProblemDetails.of(Problem.unavailable("over", "The test is over", "It is.")))));
    }

    private static FleetEvent changed(String id, HostCondition condition) {
        return new FleetEvent.HostChanged(new HostStatus(
                new HostId(id),
                Optional.of("ada@" + id),
                Optional.empty(),
                Optional.empty(),
                "/srv/slipway",
                new TreeSet<>(),
                0,
                Admission.OPEN,
                Optional.empty(),
                condition,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }
}
