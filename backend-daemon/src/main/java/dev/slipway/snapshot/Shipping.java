package dev.slipway.snapshot;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.LayerExport;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.LayerImport;
import dev.slipway.sandbox.LayerPart;
import dev.slipway.sandbox.LayerPart.Packing;
import dev.slipway.sandbox.Sandboxes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Brings layers from one host to another, through the daemon: only those that are missing, in parts of some 32 MiB,
/// each
/// with its digest. What was cut goes on at the part where it stood; a layer appears whole or not at all.
///
/// Parts are packed where the way between the two hosts is slow. Through a fast network packing costs more time than it
/// saves, so the first parts go as they are, and what they took decides on the others: below 80 MB/s zstd pays on the
/// processors of today, below 15 MB/s gzip does where a host has no zstd. That is remembered for each pair of hosts.
public final class Shipping {
    private static final double ZSTD_PAYS = 80e6;
    private static final double GZIP_PAYS = 15e6;
    /// A smaller part says nothing about the way.
    private static final long TELLING = 1 << 20;

    private record Way(HostId from, HostId to) {}

    private record Arrival(HostId host, LayerId layer) {}

    /// Bytes in a second that went through, last time.
    private final Map<Way, Double> pace = new ConcurrentHashMap<>();
    /// One of a kind at a time.
    private final Map<Arrival, ReentrantLock> arriving = new ConcurrentHashMap<>();

    /// Brings what is missing of a stack.
    /// @return what to stand on there: the same layers, or one that has all of them where the two hosts do not
    ///     isolate in the same way
    /// @throws ProblemException when it was cut; the next call goes on there
    public List<LayerId> bring(List<LayerId> layers, Sandboxes from, Sandboxes to) throws InterruptedException {
        if (layers.isEmpty() || from.host().equals(to.host())) {
            return layers;
        }
        List<LayerId> stack = to.layersFit(from) ? layers : List.of(from.flatten(layers));
        for (LayerId layer : to.missing(stack).reversed()) {
            ReentrantLock lock = arriving.computeIfAbsent(new Arrival(to.host(), layer), _ -> new ReentrantLock());
            lock.lockInterruptibly();
            try {
                bring(layer, from, to);
            } finally {
                lock.unlock();
            }
        }
        return stack;
    }

    private void bring(LayerId layer, Sandboxes from, Sandboxes to) throws InterruptedException {
        try (LayerExport export = from.export(layer);
                LayerImport there = to.receive(layer, export.parts(), export.plan())) {
            try {
                relay(export, there, new Way(from.host(), to.host()), both(from, to));
                there.finish();
            } catch (IOException e) {
                throw notBrought(layer, from, to, there, e);
            }
        }
    }

    private void relay(LayerExport export, LayerImport there, Way way, Set<Packing> packings)
            throws IOException, InterruptedException {
        int asked = there.next();
        for (int number = there.next(); number < export.parts(); number++) {
            // The next one too, so that the host packs it meanwhile.
            while (asked < Math.min(export.parts(), number + 2)) {
                export.ask(asked++, packing(way, packings));
            }
            LayerPart part = export.next();
            long start = System.nanoTime();
            var into = there.begin(part);
            export.transfer(part, into);
            into.flush();
            if (part.length() > TELLING && part.packing() == Packing.NONE) {
                pace.put(way, part.length() * 1e9 / (System.nanoTime() - start));
            }
        }
    }

    private Packing packing(Way way, Set<Packing> packings) {
        double bytesInASecond = pace.getOrDefault(way, Double.MAX_VALUE);
        if (bytesInASecond < ZSTD_PAYS && packings.contains(Packing.ZSTD)) {
            return Packing.ZSTD;
        }
        return bytesInASecond < GZIP_PAYS ? Packing.GZIP : Packing.NONE;
    }

    private static Set<Packing> both(Sandboxes from, Sandboxes to) {
        Set<Packing> both = EnumSet.copyOf(from.packings());
        both.retainAll(to.packings());
        return both;
    }

    /// Of two hosts that are cut off, it is the one that receives whose words say more.
    private static ProblemException notBrought(
            LayerId layer, Sandboxes from, Sandboxes to, LayerImport there, IOException seen) {
        List<String> said = new ArrayList<>(List.of(String.valueOf(seen.getMessage())));
        there.failure().ifPresent(said::addFirst);
        return Problem.unavailable(
                        "layer-not-shipped",
                        "Files could not be brought to another host",
                        "Layer " + layer.value() + " did not get from host "
                                + from.host().value() + " to host " + to.host().value() + ": "
                                + said.getFirst())
                .withRemedy("What arrived stays there; the next try goes on from it.")
                .toException(seen);
    }
}
