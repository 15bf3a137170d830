package dev.slipway.snapshot;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.SnapshotBook.Entry;
import dev.slipway.snapshot.SnapshotBook.Kind;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session's snapshots on whatever host: taken where its sandbox is, restored where it is to be, and copied to the
/// daemon's own computer meanwhile, so that a session survives the loss of its host.
///
/// Copies are made one at a time in the background, of the newest snapshot of each session on another host. A session
/// whose host is lost before the copy of its last snapshot is whole goes on from the one before.
public final class SessionSnapshots implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSnapshots.class);

    /// @param sandbox runs, with the snapshot's files
    /// @param from    which snapshot it was
    public record Restored(Sandbox sandbox, Entry from) {}

    private final SnapshotBook book;
    private final Shipping shipping;
    private final Function<HostId, Optional<Sandboxes>> places;
    private final Optional<LayerArchive> archive;
    /// Sessions whose newest snapshot is to be copied.
    private final LinkedHashSet<String> waiting = new LinkedHashSet<>();
    private final Thread copying;

    /// @param places  the sandboxes of a host that can be reached now
    /// @param archive where copies are kept; empty for none
    SessionSnapshots(
            SnapshotBook book,
            Shipping shipping,
            Function<HostId, Optional<Sandboxes>> places,
            Optional<LayerArchive> archive) {
        this.book = book;
        this.shipping = shipping;
        this.places = places;
        this.archive = archive;
        this.copying = Thread.ofVirtual().name("copies of snapshots").start(this::copyAgainAndAgain);
    }

    /// @param places the sandboxes of a host that can be reached now
    /// @param copies where copies of other hosts' snapshots are kept, and how much they may take; empty for none
    public static SessionSnapshots open(
            SnapshotBook book,
            Shipping shipping,
            Function<HostId, Optional<Sandboxes>> places,
            Optional<CopySettings> copies) {
        return new SessionSnapshots(
                book, shipping, places, copies.map(set -> new LayerArchive(set.directory(), set.limit())));
    }

    public SnapshotBook book() {
        return book;
    }

    public Shipping shipping() {
        return shipping;
    }

    /// Takes a snapshot, as [SnapshotBook#take] does, and sees to its copy.
    public Entry take(String session, Kind kind, HostId host, Sandboxes on, Sandbox sandbox) {
        Entry entry = book.take(session, kind, host, on, sandbox);
        if (archive.isPresent() && !entry.host().equals(HostId.LOCAL)) {
            synchronized (waiting) {
                waiting.add(session);
                waiting.notifyAll();
            }
        }
        return entry;
    }

    /// A sandbox with the files of the newest snapshot of a session that can be had: its layers are on that host
    /// already,
    /// or on another one that can be reached, or the daemon has a copy.
    /// @param on   where it is to be
    /// @param like everything but the layers
    /// @return empty when there is none
    /// @throws ProblemException when there is one, but the way to that host was cut
    public Optional<Restored> restore(String session, Sandboxes on, SandboxSpec like) throws InterruptedException {
        Optional<Entry> entry = available(session);
        return entry.isEmpty()
                ? Optional.empty()
                : Optional.of(new Restored(on.create(like.withLayers(bring(entry.get(), on))), entry.get()));
    }

    /// The newest snapshot of a session that can be had now, on its host or as a copy.
    public Optional<Entry> available(String session) {
        return book.of(session).stream()
                .filter(entry -> entry.kind() != Kind.BASE)
                .filter(entry -> onItsHost(entry).isPresent() || copied(entry))
                .findFirst();
    }

    /// Brings the layers of a snapshot that is [#available] to a host, as far as they are missing there.
    /// @return what a sandbox with its files stands on there
    /// @throws ProblemException when it can't be had, or the way to that host was cut; the next call goes on there
    public List<LayerId> bring(Entry entry, Sandboxes on) throws InterruptedException {
        List<LayerId> layers = entry.snapshot().layers();
        Optional<Sandboxes> from = onItsHost(entry);
        if (from.isPresent()) {
            return shipping.bring(layers, from.get(), on);
        }
        LayerArchive kept = archive.filter(_ -> copied(entry)).orElseThrow(() -> gone(entry, "there is no copy of it"));
        if (kept.mode(layers.getFirst()) != on.isolation().mode()) {
            throw gone(
                    entry,
                    "its copy is of a host that isolates otherwise than "
                            + on.host().value());
        }
        for (LayerId layer : on.missing(layers).reversed()) {
            kept.bring(layer, on);
        }
        return layers;
    }

    /// A host that lost its disk, or one that is another of the same name, has not got it any more.
    private Optional<Sandboxes> onItsHost(Entry entry) {
        return places.apply(entry.host())
                .filter(on -> on.missing(entry.snapshot().layers()).isEmpty());
    }

    private boolean copied(Entry entry) {
        return archive.filter(kept -> entry.snapshot().layers().stream().allMatch(kept::has))
                .isPresent();
    }

    private static ProblemException gone(Entry entry, String why) {
        return Problem.unavailable(
                        "snapshot-gone",
                        "The session's snapshot can't be had",
                        "Host " + entry.host().value() + " does not answer or has it no more, and " + why + ".")
                .withRemedy("Bring that host back, or go on from what was committed.")
                .toException();
    }

    private void copyAgainAndAgain() {
        try {
            while (true) {
                copy(nextToCopy());
            }
        } catch (InterruptedException e) {
            LOG.debug("Snapshots are not copied any more");
        }
    }

    private String nextToCopy() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty()) {
                waiting.wait();
            }
            return waiting.removeFirst();
        }
    }

    private void copy(String session) throws InterruptedException {
        LayerArchive kept = archive.orElseThrow();
        Optional<Entry> newest = book.latest(session);
        Optional<Sandboxes> from = newest.flatMap(entry -> places.apply(entry.host()));
        if (from.isEmpty()) {
            return;
        }
        try {
            for (LayerId layer : newest.get().snapshot().layers().reversed()) {
                kept.keep(layer, from.get());
            }
            kept.retain(needed(kept));
        } catch (ProblemException e) {
            LOG.warn(
                    "The snapshot of session {} on host {} has no copy here: {}",
                    session,
                    newest.get().host().value(),
                    e.getMessage());
        }
    }

    /// Of each session what its newest whole copy has, and what is newer and on the way.
    private Set<LayerId> needed(LayerArchive kept) {
        Set<LayerId> needed = new HashSet<>();
        for (String session : book.sessions()) {
            for (Entry entry : book.of(session)) {
                needed.addAll(entry.snapshot().layers());
                if (entry.kind() != Kind.BASE
                        && entry.snapshot().layers().stream().allMatch(kept::has)) {
                    break;
                }
            }
        }
        return needed;
    }

    /// A copy that is under way is cut, and goes on some other time.
    @Override
    public void close() {
        copying.interrupt();
        try {
            copying.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
