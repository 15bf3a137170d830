package dev.slipway.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A daemon that runs: its home, its address, its end.
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final String URL_FILE = "daemon.url";
    private static final String PID_FILE = "daemon.pid";

    private final Path home;
    private final HomeLock lock;
    private final Wiring wiring;
    private final InetSocketAddress address;

    private Daemon(Path home, HomeLock lock, Wiring wiring, InetSocketAddress address) {
        this.home = home;
        this.lock = lock;
        this.wiring = wiring;
        this.address = address;
    }

    /// Starts it; returns once it listens and its address is in `daemon.url`.
    /// @throws dev.slipway.model.problem.ProblemException when it can't
    static Daemon start(Path home, Map<String, String> environment) throws IOException {
        HomeLock lock = HomeLock.take(home);
        try {
            // Whoever holds the lock says who it is, so that a second daemon which is refused changes nothing.
            Files.writeString(home.resolve(PID_FILE), ProcessHandle.current().pid() + "\n");
            Config config = Config.load(home);
            unpackIn(home.resolve("native"));
            Listen listen = Listen.parse(
                    environment.getOrDefault("SLIPWAY_LISTEN", config.server().listen()));
            Wiring wiring = new Wiring(home, config, environment);
            try {
                InetSocketAddress address = wiring.api().start(listen.host(), listen.port());
                writeUrl(home, address);
                wiring.warmUp();
                return new Daemon(home, lock, wiring, address);
            } catch (IOException | RuntimeException e) {
                wiring.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path home() {
        return home;
    }

    InetSocketAddress address() {
        return address;
    }

    /// Takes no more requests, ends turns, writes what is left to write.
    @Override
    public void close() {
        try (lock) {
            wiring.close();
            Files.deleteIfExists(home.resolve(URL_FILE));
            LOG.info("Slipway has ended");
        } catch (IOException e) {
            LOG.warn("The daemon's files could not be tidied", e);
        }
    }

    /// SQLite unpacks its library at each start and removes it at the end, but for a daemon that is killed. So it does
    /// that in a place of the home, where the next start removes it.
    private static void unpackIn(Path place) throws IOException {
        Files.createDirectories(place);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(place)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        System.setProperty("org.sqlite.tmpdir", place.toString());
    }

    private static void writeUrl(Path home, InetSocketAddress address) throws IOException {
        String host = address.getHostString();
        String url = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        Path aside = home.resolve(URL_FILE + ".new");
        Files.writeString(aside, url + "\n");
        Files.move(aside, home.resolve(URL_FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
