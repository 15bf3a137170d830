package dev.slipway.sandbox;

import dev.slipway.host.HostShell;
import dev.slipway.host.Mark;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// The sandboxes of one host. A sandbox is a stack of read-only layers with a writable one on top, and
/// namespaces in which programs see that stack, the host's system directories, and nothing else. It belongs to
/// the host, not to this object: after a restart [#adopt()] finds it again.
public final class Sandboxes {
    private final Driver driver;
    private final RandomGenerator random;
    private final Map<SandboxId, Sandbox> known = new ConcurrentHashMap<>();

    /// Probes and prepares the host.
    /// @throws dev.slipway.model.problem.ProblemException when the host can't isolate and the settings don't
    ///     allow to go without
    public Sandboxes(HostShell host, SandboxSettings settings, RandomGenerator random) {
        this.driver = new Driver(host, settings);
        this.random = random;
    }

    /// How well sandboxes are kept apart here.
    public Isolation isolation() {
        return driver.isolation();
    }

    /// Makes a sandbox and starts it: some 10 ms, whatever the size of its layers.
    public Sandbox create(SandboxSpec spec) {
        if (spec.network() instanceof NetworkPolicy.AllowList) {
            WayOut.requireFrom(driver.host(), driver.isolation());
        }
        Sandbox sandbox = new Sandbox(driver, new Specification(spec, Mark.randomGroup(random)), this::forget);
        if (known.putIfAbsent(spec.id(), sandbox) != null) {
            throw Problem.conflict(
                            "sandbox-exists",
                            "There is such a sandbox already",
                            "Sandbox " + spec.id().value() + " is there already.")
                    .toException();
        }
        try {
            sandbox.create();
        } catch (RuntimeException e) {
            known.remove(spec.id());
            throw e;
        }
        return sandbox;
    }

    /// The sandboxes that this object made or adopted and that are not gone.
    public List<Sandbox> list() {
        return List.copyOf(known.values());
    }

    public Optional<Sandbox> find(SandboxId id) {
        return Optional.ofNullable(known.get(id));
    }

    /// Takes over what an earlier daemon left on the host. Executions in flight belonged to that daemon: they
    /// are ended. A sandbox whose keeper is gone comes back as [SandboxState#LOST]; one that was never finished
    /// is thrown away. To be called once, before anything else.
    public List<Sandbox> adopt() {
        if (known.isEmpty()) {
            driver.recover();
        }
        List<Sandbox> adopted = new ArrayList<>();
        for (Found found : driver.list()) {
            if (known.containsKey(found.id())) {
                continue;
            }
            Optional<Specification> specification = found.specification();
            if (specification.isEmpty()) {
                driver.destroy(found.id(), new Specification(SandboxSpec.of(found.id()), Mark.randomGroup(random)));
                continue;
            }
            Sandbox sandbox = new Sandbox(driver, specification.get(), this::forget);
            sandbox.adopt(found.keeper());
            known.put(found.id(), sandbox);
            adopted.add(sandbox);
        }
        return adopted;
    }

    /// Destroys every sandbox of [#list()] and waits until their files are gone, so that the directories of this host
    /// can
    /// be removed.
    public void destroyAll() {
        list().forEach(Sandbox::destroyToTheLast);
    }

    /// How many bytes a layer has on this host's disk; takes as long as looking at each of its files.
    /// @throws dev.slipway.model.problem.ProblemException when the host has no such layer
    public long bytes(LayerId layer) {
        return driver.bytes(layer);
    }

    /// The host that they are on.
    public HostId host() {
        return driver.host().id();
    }

    /// Those of the layers that this host does not have.
    public List<LayerId> missing(List<LayerId> layers) {
        return layers.isEmpty() ? List.of() : driver.missing(layers);
    }

    /// Whether layers of another host do here. They do not where the two mark what is deleted in different ways, or
    /// where a layer here has to have the whole tree; a [#flatten] stack does everywhere.
    public boolean layersFit(Sandboxes other) {
        return other.driver.storage().whole()
                || (!driver.storage().whole()
                        && isolation().mode() == other.isolation().mode());
    }

    /// Whether the host's file system makes a snapshot of a tree whatever its size (btrfs), rather than by copying.
    public boolean snapshotsByFileSystem() {
        return driver.storage() == Storage.BTRFS;
    }

    /// One layer that has the files of a stack, and nothing that is marked as deleted. Made at the first call, which
    /// takes
    /// as long as copying them.
    public LayerId flatten(List<LayerId> layers) {
        if (driver.storage().whole()) {
            // The newest is all there is.
            return layers.getFirst();
        }
        LayerId flat = LayerId.of(layers);
        if (!missing(List.of(flat)).isEmpty()) {
            driver.squash(layers, flat);
        }
        return flat;
    }

    /// Begins to send a layer to another host.
    public LayerExport export(LayerId layer) {
        return driver.export(layer);
    }

    /// Begins to receive a layer of that many parts from another host, or goes on where that was cut.
    /// @param plan of the [LayerExport]
    public LayerImport receive(LayerId layer, int parts, String plan) {
        return driver.importing(layer, parts, plan);
    }

    /// How it can pack what it sends, and unpack what it gets.
    public Set<LayerPart.Packing> packings() {
        return driver.host().facts().tool("zstd").isPresent()
                ? EnumSet.allOf(LayerPart.Packing.class)
                : EnumSet.of(LayerPart.Packing.NONE, LayerPart.Packing.GZIP);
    }

    /// Deletes the layers on which no sandbox of this host stands. Without isolation there are none.
    /// @param kept  those that others have written down, such as images
    /// @param young how long a layer is left alone after it was made: it may not be written down yet
    /// @return how many were deleted
    public int collect(Set<LayerId> kept, Duration young) {
        Set<LayerId> keep = new HashSet<>(kept);
        for (Found found : driver.list()) {
            found.specification()
                    .ifPresent(specification -> keep.addAll(specification.spec().layers()));
        }
        return driver.collect(keep, young);
    }

    /// Bytes on disk of each of these layers that is on this host, without those below it.
    public Map<LayerId, Long> sizes(Set<LayerId> layers) {
        return layers.isEmpty() ? Map.of() : driver.sizes(layers);
    }

    private void forget(Sandbox sandbox) {
        known.remove(sandbox.id(), sandbox);
    }
}
