package dev.slipway.login;

import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.SessionCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon on this computer, and whether the desktop owns it: what the desktop started, it also stops; what ran
/// before, it only uses. Which one that is, is kept in a file, so that it holds after a crash of the window too.
public final class OwnDaemon {
    private static final Logger log = LoggerFactory.getLogger(OwnDaemon.class);

    private final LocalDaemon daemon;
    private final Path mark;

    /// @param folder the desktop's own, made if there is none
    public OwnDaemon(LocalDaemon daemon, Path folder) {
        this.daemon = daemon;
        this.mark = folder.resolve("own-daemon");
    }

    /// The daemon that runs now, if any, whoever started it.
    public Optional<Server> running() {
        return daemon.running();
    }

    /// Whether one can be started here.
    public boolean canStart() {
        return daemon.launcher().isPresent();
    }

    /// Finds or starts it, and waits until it listens.
    /// @throws dev.slipway.model.problem.ProblemException with the daemon's own words, when it does not start
    public Server start() throws InterruptedException {
        LocalDaemon.Up up = daemon.start();
        up.started().flatMap(OwnDaemon::described).ifPresent(this::keep);
        return up.server();
    }

    /// Whether the one that runs was started by a desktop.
    public boolean owned() {
        try {
            if (!Files.exists(mark)) {
                return false;
            }
            String started = Files.readString(mark).strip();
            return described(Long.parseLong(started.split(" ", 2)[0]))
                    .filter(started::equals)
                    .isPresent();
        } catch (IOException | NumberFormatException e) {
            log.warn("Who started the server on this computer can't be told from {}", mark, e);
            return false;
        }
    }

    /// How many sessions have work going on, which stopping it would interrupt.
    public int atWork() {
        return daemon.running()
                .map(server -> {
                    try (Link link = new Link(server, Backoff.usual(new Random()), InstantSource.system())) {
                        return count(link, SessionState.WORKING) + count(link, SessionState.STOPPING);
                    }
                })
                .orElse(0);
    }

    /// Stops it in good order, if it is the desktop's; returns once it has ended.
    public void stop() throws InterruptedException {
        if (owned()) {
            daemon.stop();
        }
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(Link link, SessionState state) {
        return link.call(SessionCalls.LIST, Map.of("state", state.name(), "limit", "500"))
                .sessions()
                .size();
    }

    private void keep(String started) {
        try {
            Files.createDirectories(mark.getParent());
            Files.writeString(mark, started + "\n");
        } catch (IOException e) {
            log.warn("The server on this computer will not be stopped when this window is closed", e);
        }
    }

    /// Numbers of processes are used again; with the time of their start they are not.
    private static Optional<String> described(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(start -> pid + " " + start);
    }
}
