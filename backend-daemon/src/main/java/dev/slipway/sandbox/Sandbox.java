package dev.slipway.sandbox;

import dev.slipway.host.HostProcess;
import dev.slipway.host.HostStream;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.tunnel.TunnelTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One sandbox on a host. Its calls block and may come from many threads; sealing and ending wait for nobody's
/// program.
public final class Sandbox {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final int EXEC_LIMIT = 999_999;
    /// What `exec.sh` ends with when the keeper is gone.
    private static final int NOT_RUNNING = 125;
    /// The kernel takes 500 layers, and their names in 4,096 bytes; but each makes looking for a missing file
    /// slower.
    private static final int DEEPEST = 50;

    private final Driver driver;
    private final Consumer<Sandbox> onGone;
    private final AtomicInteger executionsSoFar = new AtomicInteger();
    private final Map<Integer, Execution> running = new ConcurrentHashMap<>();
    /// Starting a program reads which keeper there is; sealing and the like change it.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /// One copy at a time; and what it reads stays where it is.
    private final ReentrantLock capturing = new ReentrantLock();
    private volatile @Nullable Capture underWay;

    private final WayOut wayOut;
    private final WayIn wayIn;
    private volatile Specification specification;
    private volatile Keeper keeper = Keeper.NONE;
    private volatile SandboxState state = SandboxState.STARTING;
    /// Completes when a sealing is over: it goes on after the call that began it.
    private volatile CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    Sandbox(Driver driver, Specification specification, Consumer<Sandbox> onGone) {
        this.driver = driver;
        this.specification = specification;
        this.onGone = onGone;
        this.wayOut = new WayOut(driver);
        this.wayIn = new WayIn(driver, specification.spec().id());
    }

    public SandboxId id() {
        return specification.spec().id();
    }

    /// What it is, with the layers that it stands on now.
    public SandboxSpec spec() {
        return specification.spec();
    }

    public SandboxState state() {
        return state;
    }

    public Isolation isolation() {
        return driver.isolation();
    }

    /// Where the repository's work tree is for programs inside: `/workspace`, unless there is no isolation.
    public String workspace() {
        return driver.workspace(id());
    }

    public SandboxFiles files() {
        return new SandboxFiles(this);
    }

    /// Starts a program and returns at once.
    /// @throws dev.slipway.model.problem.ProblemException when the sandbox does not run
    public Execution start(ExecSpec exec) {
        settle(lock.readLock());
        try {
            requireRunning();
            wayOut.open(specification, keeper);
            int number = executionsSoFar.updateAndGet(n -> n >= EXEC_LIMIT ? 1 : n + 1);
            HostProcess process = driver.exec(specification, keeper, number, exec);
            Execution execution = new Execution(number, process);
            running.put(number, execution);
            var _ = process.onExit().whenComplete((code, _) -> ended(number, code));
            Duration limit = exec.timeout()
                    .filter(asked -> asked.compareTo(spec().limits().time()) < 0)
                    .orElse(spec().limits().time());
            Thread.ofVirtual().name("time limit").start(() -> endAfter(execution, limit));
            return execution;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Runs a program to its end and collects what it says.
    /// @param input    for its standard input
    /// @param keep     bytes of each output stream to keep; what comes after is read and dropped
    public ExecResult run(ExecSpec exec, byte[] input, int keep) throws InterruptedException {
        Execution execution = start(exec);
        FutureTask<Kept> stdout = new FutureTask<>(() -> Kept.from(execution.stdout(), keep));
        FutureTask<Kept> stderr = new FutureTask<>(() -> Kept.from(execution.stderr(), keep));
        Thread.ofVirtual().name("stdout").start(stdout);
        Thread.ofVirtual().name("stderr").start(stderr);
        try {
            feed(execution, input);
            Exit exit = execution.waitFor();
            Kept out = stdout.get();
            Kept err = stderr.get();
            return new ExecResult(exit, out.bytes(), err.bytes(), out.more() || err.more());
        } catch (InterruptedException e) {
            execution.kill();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("can't read what a program said", e);
        }
    }

    /// Runs a program without input and keeps at most a mebibyte of each stream.
    public ExecResult run(ExecSpec exec) throws InterruptedException {
        return run(exec, new byte[0], 1 << 20);
    }

    /// Connects to what listens inside.
    /// @throws dev.slipway.model.problem.ProblemException `nothing-listens`, `tunnel-refused`, `sandbox-gone`; or
    ///     when the sandbox does not run or its host can't carry connections
    public HostStream connect(TunnelTarget target) {
        settle(lock.readLock());
        try {
            requireRunning();
            return wayIn.connect(target, specification, keeper);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// What runs now, by [#start].
    public List<Execution> executions() {
        return running.values().stream().filter(Execution::runs).toList();
    }

    /// Ends every program that was ever started here and what it left in the background. The sandbox goes on.
    public void endExecutions() {
        running.values().forEach(execution -> execution.noteKilled());
        driver.host().endGroup(specification.group());
        // The relay was one of them, though it may not be known yet to have ended.
        wayOut.close();
    }

    /// Makes what changed since the last layer a layer for good, in milliseconds whatever its size: one rename.
    /// Ends all programs inside first; the sandbox then goes on with the same files and a new, empty upper
    /// layer. Returns once the layer is there; whoever uses the sandbox next waits until it runs again.
    public void seal(LayerId layer) {
        seal(layer, () -> layer);
    }

    /// The same, with something more urgent than that the sandbox goes on.
    /// @param first runs once the layer is there, before the sandbox goes on; so it must not use this sandbox
    public <T> T seal(LayerId layer, Supplier<T> first) {
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        try {
            seal(layer, goOn);
            return first.get();
        } finally {
            goOn.complete(null);
        }
    }

    private void seal(LayerId layer, CompletableFuture<Void> goOn) {
        endCapture();
        settle(lock.writeLock());
        try {
            requireRunning();
            List<LayerId> layers = driver.storage().stacked(layer, below());
            running.values().forEach(execution -> execution.noteKilled());
            wayOut.close();
            wayIn.close();
            Specification sealed = new Specification(spec().withLayers(layers), specification.group());
            CompletableFuture<Void> layerIsThere = new CompletableFuture<>();
            become(SandboxState.SEALING);
            settled = new CompletableFuture<>();
            Thread.ofVirtual().name("seal").start(() -> sealAndGoOn(sealed, layerIsThere, goOn));
            layerIsThere.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            lock.writeLock().unlock();
            capturing.unlock();
        }
    }

    private void sealAndGoOn(Specification sealed, CompletableFuture<Void> layerIsThere, CompletableFuture<Void> goOn) {
        try {
            keeper = driver.seal(sealed, () -> {
                specification = sealed;
                layerIsThere.complete(null);
                goOn.join();
            });
            become(SandboxState.RUNNING);
        } catch (RuntimeException e) {
            become(SandboxState.LOST);
            if (!layerIsThere.completeExceptionally(e)) {
                LOG.warn("Sandbox {} was sealed but does not run again", id().value(), e);
            }
        } finally {
            settled.complete(null);
        }
    }

    /// What came of copying a sandbox's changes beside its running programs.
    /// @param spec  what a sandbox with these files stands on
    /// @param pause how long its programs stood still
    /// @param bytes of the new layer on disk
    public record Captured(SandboxSpec spec, Duration pause, long bytes) {}

    /// Makes a layer of what changed since the last layer, while all programs inside go on: they stand still for a
    /// moment, so that the layer has what a disk would have after a power cut in that moment. The sandbox keeps its
    /// own changes and layers; it is the copy that takes time, and what has not changed since the last
    /// one is shared with it. Ends with a problem if the sandbox is sealed or ends meanwhile.
    public Captured capture(LayerId layer) throws InterruptedException {
        capturing.lockInterruptibly();
        try {
            settle(lock.readLock());
            lock.readLock().unlock();
            requireRunning();
            Specification copied = specification;
            try (Capture capture = driver.capture(copied, layer)) {
                underWay = capture;
                try {
                    return capture(capture, layer);
                } finally {
                    underWay = null;
                }
            } catch (RuntimeException | InterruptedException e) {
                driver.release(id());
                throw e;
            }
        } finally {
            capturing.unlock();
        }
    }

    private Captured capture(Capture capture, LayerId layer) throws InterruptedException {
        capture.awaitCopy();
        SandboxSpec onIt;
        Duration pause;
        settle(lock.writeLock());
        try {
            requireRunning();
            onIt = spec().withLayers(driver.storage().stacked(layer, spec().layers()));
            pause = capture.take();
        } finally {
            lock.writeLock().unlock();
        }
        return new Captured(onIt, pause, capture.awaitLayer());
    }

    /// Takes the lock of those who move or end what a capture reads; one that is under way is given up.
    private void endCapture() {
        boolean interrupted = false;
        while (true) {
            Capture capture = underWay;
            if (capture != null) {
                capture.close();
            }
            try {
                if (capturing.tryLock(20, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes a lock when no sealing is under way.
    private void settle(Lock wanted) {
        settled.join();
        wanted.lock();
        while (state == SandboxState.SEALING) {
            wanted.unlock();
            settled.join();
            wanted.lock();
        }
    }

    /// Starts it again after its keeper was lost, with the files that it had.
    public void restart() {
        settle(lock.writeLock());
        try {
            become(SandboxState.STARTING);
            startBy(() -> driver.start(specification));
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Ends everything in it and throws its files away; its sealed layers stay. Fine if it is gone already.
    public void destroy() {
        endBy(() -> driver.destroy(id(), specification));
    }

    /// As [#destroy], and returns only once its files are gone too, which takes long where they are many.
    void destroyToTheLast() {
        endBy(() -> driver.destroyToTheLast(id(), specification));
    }

    private void endBy(Runnable end) {
        endCapture();
        settle(lock.writeLock());
        try {
            if (state == SandboxState.GONE) {
                return;
            }
            become(SandboxState.ENDING);
            running.values().forEach(execution -> execution.noteKilled());
            wayOut.remove(specification);
            wayIn.close();
            end.run();
            become(SandboxState.GONE);
            onGone.accept(this);
        } finally {
            lock.writeLock().unlock();
            capturing.unlock();
        }
    }

    /// The group of marks that its executions carry.
    long group() {
        return specification.group();
    }

    /// What a new layer comes to lie on: a stack that has grown too deep is made one layer first.
    private List<LayerId> below() {
        List<LayerId> layers = spec().layers();
        if (driver.storage().whole() || layers.size() < DEEPEST) {
            return layers;
        }
        LayerId one = new LayerId(Long.toString(driver.host().newMark().limit(), 36));
        driver.squash(layers, one);
        return List.of(one);
    }

    void create() {
        startBy(() -> driver.create(specification));
    }

    void adopt(Keeper found) {
        driver.host().endGroup(specification.group());
        keeper = found;
        become(found.alive() || !isolation().isolated() ? SandboxState.RUNNING : SandboxState.LOST);
    }

    private void startBy(Supplier<Keeper> start) {
        try {
            keeper = start.get();
            become(SandboxState.RUNNING);
        } catch (RuntimeException e) {
            become(SandboxState.LOST);
            throw e;
        }
    }

    /// @param code null where the connection to the host was lost
    private void ended(int number, @Nullable Integer code) {
        running.remove(number);
        if (code != null && code == NOT_RUNNING && state == SandboxState.RUNNING) {
            Thread.ofVirtual().name("is it lost").start(this::checkKeeper);
        }
    }

    private void checkKeeper() {
        settle(lock.writeLock());
        try {
            boolean alive = driver.list().stream()
                    .anyMatch(found -> found.id().equals(id()) && found.keeper().equals(keeper));
            if (!alive && state == SandboxState.RUNNING) {
                become(SandboxState.LOST);
                wayOut.close();
                wayIn.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static void endAfter(Execution execution, Duration limit) {
        try {
            Optional<Exit> exit = execution.waitFor(limit);
            if (exit.isEmpty()) {
                execution.end(Exit.Cause.TIMED_OUT);
            }
        } catch (ProblemException e) {
            LOG.debug(
                    "Execution {} is not watched any more; whoever waits for it is told the same",
                    execution.number(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void feed(Execution execution, byte[] input) {
        try (OutputStream stdin = execution.stdin()) {
            stdin.write(input);
        } catch (IOException e) {
            // The program ended, or closed its input, before it had read all: its exit code says how that went.
        }
    }

    private void requireRunning() {
        if (state != SandboxState.RUNNING) {
            throw Problem.conflict(
                            "sandbox-not-running",
                            "The sandbox does not run",
                            "Sandbox " + id().value() + " is " + state.name().toLowerCase(Locale.ROOT) + ".")
                    .toException();
        }
    }

    private void become(SandboxState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("a sandbox can't go from " + state + " to " + next);
        }
        state = next;
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Kept(byte[] bytes, boolean more) {
        static Kept from(InputStream in, int limit) throws IOException {
            byte[] bytes = in.readNBytes(limit);
            long dropped = in.transferTo(OutputStream.nullOutputStream());
            return new Kept(bytes, dropped > 0);
        }
    }
}
