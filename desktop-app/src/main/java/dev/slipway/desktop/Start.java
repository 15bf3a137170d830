package dev.slipway.desktop;

import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.OwnDaemon;
import dev.slipway.navigation.Destination;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// What a start was asked for, and what of it can be got ready while the toolkit starts.
/// @param folders where the desktop keeps its own files
/// @param link    the place to open, if a `slipway://` link was given
record Start(Folders folders, Optional<URI> link, KnownServers known, OwnDaemon local) {

    /// Where the desktop keeps its own files.
    /// @param settings window, servers
    /// @param data     replicas, which may be deleted at any time
    record Folders(Path settings, Path data) {}

    /// What shows first.
    /// @param servers all that are known
    /// @param wiring  of the one that shows; empty when the person has to say where to connect
    record First(List<Server> servers, Optional<Wiring> wiring) {}

    static Start by(List<String> arguments, Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        Folders folders = new Folders(
                variable(environment, "XDG_CONFIG_HOME", home.resolve(".config"))
                        .resolve("slipway"),
                variable(environment, "XDG_DATA_HOME", home.resolve(".local/share"))
                        .resolve("slipway-desktop"));
        return new Start(
                folders,
                arguments.stream()
                        .filter(argument -> argument.startsWith(Destination.SCHEME + "://"))
                        .findFirst()
                        .flatMap(Start::uri),
                new KnownServers(folders.settings()),
                new OwnDaemon(LocalDaemon.fromEnvironment(), folders.settings()));
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
                    List<Server> servers = known.all();
                    Optional<Server> shown = link.flatMap(wanted -> Servers.of(servers, wanted))
                            .filter(KnownServers::signedIn)
                            .or(known::last)
                            .or(() -> servers.isEmpty() ? local.running() : Optional.empty());
                    toolkit.join();
                    return new First(servers, shown.map(opening));
                },
                beside);
    }

    private static Path variable(Map<String, String> environment, String name, Path otherwise) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElse(otherwise);
    }
}
