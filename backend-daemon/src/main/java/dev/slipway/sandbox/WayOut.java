package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.egress.AllowedHosts;
import dev.slipway.egress.EgressProxy;
import dev.slipway.host.HostFacts;
import dev.slipway.host.HostProcess;
import dev.slipway.host.HostShell;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only way out of a sandbox that may reach a list of hosts. Inside is nothing but loopback; a relay that
/// listens on it carries each connection to a unix socket outside, where an [EgressProxy] of the daemon
/// decides. Both belong to the daemon, end with it, and are made when a program is started that finds them
/// missing: after a start, a seal, a restart of the daemon, or the end of all executions.
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

    private final Driver driver;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Pair pair;

    WayOut(Driver driver) {
        this.driver = driver;
    }

    /// @throws dev.slipway.model.problem.ProblemException when the host can't hold programs to a list of hosts
    static void requireFrom(HostShell host, Isolation isolation) {
        if (!host.id().equals(HostId.LOCAL)) {
            throw Problem.invalid(
                            "network-allow-list",
                            "A list of allowed hosts can't be enforced on another machine yet",
                            "The proxy that decides runs beside the daemon, and "
                                    + host.id().value() + " is elsewhere.")
                    .withRemedy("Set sandbox.network to none, or cordon the other hosts.")
                    .toException();
        }
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
                pair = make(list, specification, keeper);
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage())).toException(e);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            Pair known = pair;
            pair = null;
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
        try {
            Files.deleteIfExists(socket(specification));
        } catch (IOException e) {
            LOG.warn(
                    "The socket of sandbox {} was left behind",
                    specification.spec().id().value(),
                    e);
        }
    }

    private Path socket(Specification specification) {
        return Path.of(driver.host().root(), "egress", Long.toString(specification.group()));
    }

    private Pair make(NetworkPolicy.AllowList list, Specification specification, Keeper keeper) throws IOException {
        Path socket = socket(specification);
        // The relay's user may pass this directory, though not find out what is in it.
        Path directory = Files.createDirectories(socket.getParent());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        String owner = specification.spec().id().value();
        EgressProxy proxy = EgressProxy.open(socket, AllowedHosts.of(list.hosts()), owner);
        HostProcess relay = driver.relay(specification, keeper, socket);
        Pair made = new Pair(keeper, proxy, relay);
        // It says that it is ready, or nothing and ends.
        String said = new BufferedReader(new InputStreamReader(relay.stdout(), UTF_8)).readLine();
        if (!"ready".equals(said)) {
            String error = new String(relay.stderr().readNBytes(1 << 12), UTF_8).strip();
            made.end();
            throw new IOException(error);
        }
        return made;
    }

    private static Problem failed(String detail) {
        return Problem.unavailable(
                        "sandbox-way-out", "The sandbox's way to its allowed hosts could not be opened", detail)
                .withRemedy("Destroy the sandbox and make it again; if that fails too, run `slipway doctor`.");
    }

    private record Pair(Keeper keeper, EgressProxy proxy, HostProcess relay) {
        boolean leadsOutOf(Keeper present) {
            return keeper.equals(present) && relay.runs() && proxy.listens();
        }

        void end() {
            proxy.close();
            try {
                // The relay ends when its input does.
                relay.stdin().close();
            } catch (IOException e) {
                LOG.debug("A relay was gone already", e);
            }
        }
    }
}
