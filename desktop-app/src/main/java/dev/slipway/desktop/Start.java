package dev.slipway.desktop;

import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.OwnDaemon;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Json;
import dev.slipway.navigation.Destination;
import dev.slipway.platform.Places;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// What a start was asked for, and what of it can be got ready while the toolkit starts.
/// @param link  the place to open, if a `slipway://` link was given
/// @param visit a server that whoever started this names, which is remembered nowhere; such a window stands apart
///              from any other one
record Start(Places places, Optional<URI> link, KnownServers known, OwnDaemon local, Optional<Server> visit) {
    /// Names the file that says which server to visit: address and token as in [Server], readable by its owner only.
    static final String VISIT = "SLIPWAY_DESKTOP_SERVER";

    /// What shows first.
    /// @param servers all that are known
    /// @param wiring  of the one that shows; empty when the person has to say where to connect
    record First(List<Server> servers, Optional<Wiring> wiring) {}

    static Start by(List<String> arguments, Map<String, String> environment) {
        Optional<Path> file = Optional.ofNullable(environment.get(VISIT)).map(Path::of);
        Places places = file.map(visit -> Places.within(
                        Objects.requireNonNull(visit.toAbsolutePath().getParent())
                                .resolve("window")))
                .orElseGet(() -> Places.of(environment));
        LocalDaemon daemon = LocalDaemon.fromEnvironment();
        return new Start(
                places,
                arguments.stream()
                        .filter(argument -> argument.startsWith(Destination.SCHEME + "://"))
                        .findFirst()
                        .flatMap(Start::uri),
                new KnownServers(places.settings()),
                new OwnDaemon(
                        file.isPresent() ? new LocalDaemon(daemon.home(), Optional.empty()) : daemon,
                        places.settings()),
                file.map(Start::visited));
    }

    private static Server visited(Path file) {
        try {
            return Json.read(Files.readString(file), Server.class);
        } catch (IOException e) {
            throw Problem.invalid(
                            "no-server-to-visit",
                            "The server to show can't be read",
                            VISIT + " names " + file + ": " + e)
                    .toException(e);
        }
    }

    static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Gets ready what needs no window: which server shows, and all that belongs to it.
    /// @param toolkit completes once the toolkit runs, which a wiring needs
    CompletableFuture<First> first(Function<Server, Wiring> opening, CompletableFuture<?> toolkit) {
        Executor beside = task -> Thread.ofPlatform().daemon().name("start").start(task);
        return CompletableFuture.supplyAsync(
                () -> {
                    List<Server> servers = visit.map(List::of).orElseGet(known::all);
                    Optional<Server> shown = link.flatMap(wanted -> Servers.of(servers, wanted))
                            .filter(KnownServers::signedIn)
                            .or(() -> visit)
                            .or(known::last)
                            .or(() -> servers.stream()
                                    .filter(KnownServers::signedIn)
                                    .findFirst())
                            .or(() -> servers.isEmpty() ? local.running() : Optional.empty());
                    toolkit.join();
                    return new First(servers, shown.map(opening));
                },
                beside);
    }
}
