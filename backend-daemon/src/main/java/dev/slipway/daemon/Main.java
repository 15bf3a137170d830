package dev.slipway.daemon;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Entry point of the daemon process: starts it in `SLIPWAY_HOME`, says where it listens, and ends it in good order on
/// SIGTERM or Ctrl-C. Exits with 1 and one readable message when it can't start.
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        long start = System.nanoTime();
        Map<String, String> environment = System.getenv();
        DaemonLog.configure(environment);
        Logger log = LoggerFactory.getLogger(Main.class);
        Daemon daemon;
        try {
            daemon = Daemon.start(home(environment), environment);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            System.err.println(problem.title() + ". " + problem.detail());
            problem.remedy().ifPresent(System.err::println);
            log.debug("The daemon did not start", e);
            System.exit(1);
            return;
        } catch (IOException e) {
            System.err.println("Slipway can't use its home folder: " + e.getMessage());
            System.exit(1);
            return;
        }
        InetSocketAddress address = daemon.address();
        log.info(
                "Slipway listens on http://{}:{} after {} ms, home {}",
                address.getHostString(),
                address.getPort(),
                (System.nanoTime() - start) / 1_000_000,
                daemon.home());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            daemon.close();
                            ended.countDown();
                        },
                        "shutdown"));
        ended.await();
    }

    private static Path home(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("SLIPWAY_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseGet(() -> Optional.ofNullable(environment.get("XDG_DATA_HOME"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share"))
                        .resolve("slipway"))
                .toAbsolutePath();
    }
}
