package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.egress.AllowedHosts;
import dev.slipway.egress.EgressProxy;
import dev.slipway.host.HostFacts;
import dev.slipway.host.HostProcess;
import dev.slipway.host.HostShell;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.ssh.SshListener;
import dev.slipway.ssh.SshServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only way out of a sandbox that may reach a list of hosts. Inside is nothing but loopback; a relay that
/// listens on it carries each connection to a unix socket outside, where an [EgressProxy] of the daemon
/// decides; on another machine that socket is one which the daemon listens on through SSH. All of it belongs to the
/// daemon, ends with it, and is made when a program is started that finds it missing: after a start, a seal, a restart
/// of the daemon, the end of all executions, or a lost connection.
final class WayOut {
    /// What proxies are usually at; on the sandbox's own loopback nobody else has it.
    static final int PORT = 3128;

    private static final Logger LOG = LoggerFactory.getLogger(WayOut.class);
    private static final String ADDRESS = "http://127.0.0.1:" + PORT;
    private static final String NOT_THROUGH_IT = "localhost,127.0.0.1,::1";
    /// Java reads no variables; Maven from 3.9 on needs to be told that the properties are meant (maven-resolver,
    /// "Configuration Options").
    private static final String MAVEN = "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=" + PORT
            + " -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=" + PORT
            + " -Daether.connector.http.useSystemProperties=true";

    /// Programs differ in which case they look for; `NODE_USE_ENV_PROXY` is for Node's own `fetch`.
    static final Map<String, String> ENVIRONMENT = Map.of(
            "http_proxy", ADDRESS,
            "https_proxy", ADDRESS,
            "HTTP_PROXY", ADDRESS,
            "HTTPS_PROXY", ADDRESS,
            "no_proxy", NOT_THROUGH_IT,
            "NO_PROXY", NOT_THROUGH_IT,
            "NODE_USE_ENV_PROXY", "1",
            "MAVEN_OPTS", MAVEN);

    /// Between two tries to make it anew; while the host does not answer, a try costs nothing.
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Driver driver;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Pair pair;
    /// Whether programs that run may still need it.
    private boolean wanted;

    WayOut(Driver driver) {
        this.driver = driver;
    }

    /// @throws dev.slipway.model.problem.ProblemException when the host can't hold programs to a list of hosts
    static void requireFrom(HostShell host, Isolation isolation) {
        HostFacts facts = host.facts();
        if (!isolation.isolated()) {
            throw Problem.invalid(
                            "network-allow-list",
                            "A list of allowed hosts can't be enforced here",
                            "Without isolation, programs reach whatever this computer can.")
                    .withRemedy("Run the daemon where it can isolate, or say so plainly: sandbox.network: host.")
                    .toException();
        }
        if (facts.tool("perl").isEmpty()) {
            throw Problem.unavailable(
                            "network-allow-list",
                            "A list of allowed hosts can't be enforced here",
                            "The way out of a sandbox to its proxy is a short program in Perl, which the host lacks.")
                    .withRemedy("Install the package perl-base (or perl), or set sandbox.network to none or host.")
                    .toException();
        }
    }

    /// Sees to it that programs find the way. Costs nothing where there is none, or where it is there already.
    void open(Specification specification, Keeper keeper) {
        if (!(specification.spec().network() instanceof NetworkPolicy.AllowList list)) {
            return;
        }
        lock.lock();
        try {
            Pair known = pair;
            if (known == null || !known.leadsOutOf(keeper)) {
                close();
                wanted = true;
                Pair made = make(list, specification, keeper);
                pair = made;
                if (made.gateway().far().isPresent()) {
                    Thread.ofVirtual().name("way out of a far sandbox").start(() -> keep(made, specification, keeper));
                }
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage())).toException(e);
        } finally {
            lock.unlock();
        }
    }

    /// A lost connection takes the relay with it: those who run on get their way out again as soon as the host answers.
    private void keep(Pair made, Specification specification, Keeper keeper) {
        try {
            boolean lost = made.relay()
                    .onExit()
                    .handle((_, loss) -> loss != null)
                    .toCompletableFuture()
                    .get();
            while (lost && isWantedInsteadOf(made)) {
                try {
                    open(specification, keeper);
                } catch (ProblemException e) {
                    LOG.debug("The way out of a far sandbox is not there yet", e);
                    TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("every end was handled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWantedInsteadOf(Pair lost) {
        lock.lock();
        try {
            return wanted && (pair == null || pair.equals(lost));
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            Pair known = pair;
            pair = null;
            wanted = false;
            if (known != null) {
                known.end();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Closes it for good, and removes what a daemon left that was killed.
    void remove(Specification specification) {
        close();
        String socket = socket(specification);
        try {
            if (driver.host().server().isEmpty()) {
                Files.deleteIfExists(Path.of(socket));
            } else if (specification.spec().network() instanceof NetworkPolicy.AllowList) {
                driver.clearWay(socket);
            }
        } catch (IOException | ProblemException e) {
            LOG.warn(
                    "The socket of sandbox {} was left behind",
                    specification.spec().id().value(),
                    e);
        }
    }

    private String socket(Specification specification) {
        return driver.host().root() + "/egress/" + specification.group();
    }

    private Pair make(NetworkPolicy.AllowList list, Specification specification, Keeper keeper) throws IOException {
        String socket = socket(specification);
        String owner = specification.spec().id().value();
        AllowedHosts allowed = AllowedHosts.of(list.hosts());
        Optional<SshServer> server = driver.host().server();
        Gateway gateway =
                server.isPresent() ? far(server.get(), socket, allowed, owner) : Gateway.here(socket, allowed, owner);
        HostProcess relay;
        try {
            relay = driver.relay(specification, keeper, socket);
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
        Pair made = new Pair(keeper, gateway, relay);
        // It says that it is ready, or nothing and ends.
        String said = new BufferedReader(new InputStreamReader(relay.stdout(), UTF_8)).readLine();
        if (!"ready".equals(said)) {
            String error = new String(relay.stderr().readNBytes(1 << 12), UTF_8).strip();
            made.end();
            throw new IOException(error);
        }
        return made;
    }

    /// What is there of an earlier connection goes first: an SSH server leaves it, and refuses to listen there again.
    private Gateway far(SshServer server, String socket, AllowedHosts allowed, String owner) {
        driver.clearWay(socket);
        EgressProxy proxy = EgressProxy.unattached(allowed, owner);
        SshListener listener = server.listen(socket, stream -> proxy.serve(new StreamLine(stream)));
        return new Gateway(proxy, Optional.of(listener));
    }

    private static Problem failed(String detail) {
        return Problem.unavailable(
                        "sandbox-way-out", "The sandbox's way to its allowed hosts could not be opened", detail)
                .withRemedy("Destroy the sandbox and make it again; if that fails too, run `slipway doctor`.");
    }

    /// The proxy, and how connections come to it: by itself, or through SSH.
    private record Gateway(EgressProxy proxy, Optional<SshListener> far) {
        static Gateway here(String socket, AllowedHosts allowed, String owner) throws IOException {
            Path path = Path.of(socket);
            // The relay's user may pass this directory, though not find out what is in it.
            Path directory = Files.createDirectories(path.getParent());
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            return new Gateway(EgressProxy.open(path, allowed, owner), Optional.empty());
        }

        boolean listens() {
            return proxy.listens() && far.map(SshListener::stands).orElse(true);
        }

        void close() {
            far.ifPresent(SshListener::close);
            proxy.close();
        }
    }

    private record Pair(Keeper keeper, Gateway gateway, HostProcess relay) {
        boolean leadsOutOf(Keeper present) {
            return keeper.equals(present) && relay.runs() && gateway.listens();
        }

        void end() {
            gateway.close();
            try {
                // The relay ends when its input does.
                relay.stdin().close();
            } catch (IOException e) {
                LOG.debug("A relay was gone already", e);
            }
        }
    }
}
