package dev.slipway.snapshot;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.Isolation;
import dev.slipway.sandbox.LayerExport;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.LayerImport;
import dev.slipway.sandbox.LayerPart;
import dev.slipway.sandbox.LayerPart.Packing;
import dev.slipway.sandbox.Sandboxes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Layers of other hosts as the daemon keeps them, so that a session survives its host: each a directory with the parts
/// as
/// they were sent, packed, and `whole` once all are there. Nothing is unpacked here, so the daemon's own computer need
/// not
/// be able to have sandboxes.
final class LayerArchive {
    private static final String WHOLE = "whole";

    private final Path directory;
    private final long limit;

    /// @param directory made when something is kept
    /// @param limit     bytes that all layers may take together
    LayerArchive(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    boolean has(LayerId layer) {
        return Files.exists(directory.resolve(layer.value()).resolve(WHOLE));
    }

    /// Copies a layer of a host, or goes on with a copy that was cut.
    /// @throws ProblemException when the host can't give it, or there is no room
    void keep(LayerId layer, Sandboxes from) throws InterruptedException {
        if (has(layer)) {
            return;
        }
        Path own = directory.resolve(layer.value());
        try (LayerExport export = from.export(layer)) {
            Packing packing = from.packings().contains(Packing.ZSTD) ? Packing.ZSTD : Packing.GZIP;
            List<String> heads = new ArrayList<>();
            Path planned = own.resolve(export.plan());
            if (!Files.isDirectory(planned)) {
                delete(own);
                Files.createDirectories(planned);
            }
            for (int number = 0; number < export.parts(); number++) {
                Path head = planned.resolve(number + ".head");
                if (!Files.exists(head)) {
                    receive(export, number, packing, planned);
                }
                heads.add(Files.readString(head));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            Files.writeString(
                    own.resolve("new"),
                    from.isolation().mode().name() + "\n" + export.plan() + "\n" + String.join("\n", heads) + "\n");
            Files.move(own.resolve("new"), own.resolve(WHOLE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Problem.unavailable(
                            "layer-not-kept",
                            "A snapshot could not be copied to the daemon's computer",
                            "Layer " + layer.value() + " of host " + from.host().value() + ": " + e.getMessage())
                    .withRemedy("What was copied is kept; the next try goes on from it.")
                    .toException(e);
        }
    }

    private void receive(LayerExport export, int number, Packing packing, Path into) throws IOException {
        if (bytes() > limit) {
            throw new IOException("the copies of layers have the " + (limit >> 20) + " MiB that they may have");
        }
        export.ask(number, packing);
        LayerPart part = export.next();
        Path fresh = into.resolve(number + ".new");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 18)) {
            export.transfer(part, out);
        }
        Files.move(fresh, into.resolve(Integer.toString(number)), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(into.resolve(number + ".head"), part.line());
    }

    /// How the host isolated that had a layer.
    Isolation.Mode mode(LayerId layer) {
        return Isolation.Mode.valueOf(whole(layer).getFirst());
    }

    /// Brings a layer to a host, unless it has it.
    void bring(LayerId layer, Sandboxes to) throws InterruptedException {
        List<String> lines = whole(layer);
        String plan = lines.get(1);
        List<LayerPart> parts = lines.stream().skip(2).map(LayerPart::parse).toList();
        try (LayerImport there = to.receive(layer, parts.size(), plan)) {
            for (LayerPart part : parts.subList(there.next(), parts.size())) {
                OutputStream into = there.begin(part);
                Files.copy(directory.resolve(layer.value()).resolve(plan).resolve("" + part.number()), into);
                into.flush();
            }
            there.finish();
        } catch (IOException e) {
            throw Problem.unavailable(
                            "layer-not-shipped",
                            "Files could not be brought to another host",
                            "Layer " + layer.value() + " did not get to host "
                                    + to.host().value() + ": " + e.getMessage())
                    .withRemedy("What arrived stays there; the next try goes on from it.")
                    .toException(e);
        }
    }

    /// Deletes all layers but these, also those that are not whole.
    void retain(Set<LayerId> layers) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> all = Files.list(directory)) {
            for (Path each : all.toList()) {
                if (layers.stream().noneMatch(layer -> each.endsWith(layer.value()))) {
                    delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't look through " + directory, e);
        }
    }

    /// What all have on disk.
    long bytes() throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private List<String> whole(LayerId layer) {
        try {
            return Files.readAllLines(directory.resolve(layer.value()).resolve(WHOLE));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the copy of layer " + layer.value(), e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        // First, so that what is half deleted is not taken for whole.
        Files.deleteIfExists(directory.resolve(WHOLE));
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
