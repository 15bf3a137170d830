package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.host.HostProcess;
import dev.slipway.host.HostStream;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.tunnel.TunnelTarget;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections into a sandbox, to what listens on its own loopback or on a unix socket in it. One relay of `way-in.pl`
/// for each sandbox carries them all; the daemon reaches it by a unix socket on the host, over SSH as it does all else,
/// so that a connection needs no program of its own. The relay is started by the first connection, and ends a while
/// after the last one, with the sandbox, or with the daemon. Programs in any sandbox can neither see nor reach it.
final class WayIn {
    private static final Logger LOG = LoggerFactory.getLogger(WayIn.class);
    /// The next page of a browser usually comes sooner; and an unused relay holds a session of an SSH connection.
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final int LONGEST_ANSWER = 200;

    private final Driver driver;
    private final SandboxId id;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Relay relay;

    WayIn(Driver driver, SandboxId id) {
        this.driver = driver;
        this.id = id;
    }

    /// @throws ProblemException when nothing listens there, it can't be reached, or the relay can't be had
    HostStream connect(TunnelTarget target, Specification specification, Keeper keeper) {
        Relay through = relay(specification, keeper);
        HostStream stream = driver.host().connect(through.socket);
        try {
            stream.out().write((target.text() + "\n").getBytes(UTF_8));
            stream.out().flush();
            String answer = line(stream.in());
            if (!answer.equals("ok")) {
                throw (through.ended ? WayInProblems.gone(id) : WayInProblems.refused(target, answer)).toException();
            }
            return new Carried(stream, through);
        } catch (IOException | ProblemException e) {
            close(stream);
            if (e instanceof ProblemException problem) {
                throw problem;
            }
            throw (through.ended ? WayInProblems.gone(id) : WayInProblems.failed(String.valueOf(e.getMessage())))
                    .toException(e);
        }
    }

    /// Ends all connections.
    void close() {
        lock.lock();
        try {
            if (relay != null) {
                relay.end();
                relay = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private Relay relay(Specification specification, Keeper keeper) {
        lock.lock();
        try {
            Relay known = relay;
            if (known == null || !known.leadsInto(keeper)) {
                close();
                known = start(specification, keeper);
                relay = known;
            }
            known.used = System.nanoTime();
            return known;
        } catch (IOException e) {
            throw WayInProblems.failed(String.valueOf(e.getMessage())).toException(e);
        } finally {
            lock.unlock();
        }
    }

    private Relay start(Specification specification, Keeper keeper) throws IOException {
        HostProcess process = driver.wayIn(specification, keeper);
        String said = new BufferedReader(new InputStreamReader(process.stdout(), UTF_8)).readLine();
        if (said == null || !said.startsWith("ready ")) {
            String error = new String(process.stderr().readNBytes(1 << 12), UTF_8).strip();
            process.end();
            if (error.contains("perl")) {
                throw WayInProblems.noPerl(error).toException();
            }
            throw new IOException(error);
        }
        return new Relay(keeper, process, said.substring("ready ".length()));
    }

    /// Ends a relay that nobody has used for a while.
    private void rest(Relay idle) {
        lock.lock();
        try {
            boolean unused = System.nanoTime() - idle.used >= IDLE.toNanos();
            if (idle.equals(relay) && idle.carried.isEmpty() && unused) {
                close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended(Carried stream) {
        Relay through = stream.through;
        through.carried.remove(stream);
        through.used = System.nanoTime();
        if (through.carried.isEmpty() && !through.ended) {
            Thread.ofVirtual().name("way into " + id.value()).start(() -> {
                try {
                    Thread.sleep(IDLE);
                    rest(through);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > LONGEST_ANSWER) {
                throw new IOException("its relay hung up");
            }
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    private static void close(HostStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("A connection into a sandbox was gone already", e);
        }
    }

    private static final class Relay {
        private final Keeper keeper;
        private final HostProcess process;
        private final String socket;
        private final Set<Carried> carried = ConcurrentHashMap.newKeySet();
        private volatile long used = System.nanoTime();
        private volatile boolean ended;

        Relay(Keeper keeper, HostProcess process, String socket) {
            this.keeper = keeper;
            this.process = process;
            this.socket = socket;
        }

        boolean leadsInto(Keeper present) {
            return keeper.equals(present) && process.runs();
        }

        void end() {
            ended = true;
            try {
                process.stdin().close();
            } catch (IOException e) {
                LOG.debug("A relay was gone already", e);
            }
        }
    }

    /// One connection. What the relay's end cuts off is no end that the program inside meant.
    private final class Carried implements HostStream {
        private final HostStream stream;
        private final Relay through;
        private final InputStream in;

        Carried(HostStream stream, Relay through) {
            this.stream = stream;
            this.through = through;
            this.in = new FilterInputStream(stream.in()) {
                @Override
                public int read() throws IOException {
                    return checked(super.read());
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return checked(super.read(bytes, offset, length));
                }
            };
            through.carried.add(this);
        }

        private int checked(int read) throws IOException {
            if (read < 0 && (through.ended || !through.process.runs())) {
                throw new IOException(WayInProblems.gone(id).toException());
            }
            return read;
        }

        @Override
        public InputStream in() {
            return in;
        }

        @Override
        public OutputStream out() {
            return stream.out();
        }

        @Override
        public void close() throws IOException {
            if (through.carried.contains(this)) {
                ended(this);
                stream.close();
            }
        }
    }
}
