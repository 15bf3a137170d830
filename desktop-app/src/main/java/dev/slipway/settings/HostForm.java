package dev.slipway.settings;

import dev.slipway.control.Times;
import dev.slipway.link.Link;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.HostCalls.HostChange;
import dev.slipway.model.wire.HostCalls.Preparation;
import dev.slipway.model.wire.HostCalls.Prepared;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What is done with one host, and what is being changed about it. What a person has begun to write stays, whatever
/// the server tells meanwhile.
final class HostForm {
    /// As long as the daemon gives a host for it.
    private static final Duration INSTALLATION = Duration.ofMinutes(10);

    private static final long PROGRESS_SECONDS = 3;

    private final HostId id;
    private final Link link;
    private final Runnable changed;
    private final Deed deed;
    private final StringProperty labels = new SimpleStringProperty("");
    private final StringProperty capacity = new SimpleStringProperty("");
    private final BooleanProperty more = new SimpleBooleanProperty();
    private final BooleanProperty inUse = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Prepared>> prepared = new SimpleObjectProperty<>(Optional.empty());
    private String labelsThere = "";
    private String capacityThere = "";

    /// @param changed called after whatever the server did
    HostForm(HostId id, Link link, Work work, Runnable changed) {
        this.id = id;
        this.link = link;
        this.changed = changed;
        this.deed = new Deed(work);
    }

    /// Takes over what the server has, unless a person is changing it.
    void seen(HostStatus host) {
        String nowLabels = String.join(" ", host.labels());
        String nowCapacity = host.capacity() == 0 ? "" : String.valueOf(host.capacity());
        boolean labelsKept = labels.get().equals(labelsThere);
        boolean capacityKept = capacity.get().equals(capacityThere);
        labelsThere = nowLabels;
        capacityThere = nowCapacity;
        if (labelsKept) {
            labels.set(nowLabels);
        }
        if (capacityKept) {
            capacity.set(nowCapacity);
        }
    }

    void look() {
        deed.start(() -> link.call(HostCalls.LOOK, at(), new Endpoint.Nothing()), "", now -> {
            deed.outcome()
                    .set(now.latency()
                            .filter(_ -> now.problem().isEmpty())
                            .map(took -> Words.text("settings.hosts.looked", id.value(), Times.took(took)))
                            .orElse(""));
            changed.run();
        });
    }

    void admit(Admission wanted) {
        change(
                new HostChange(Optional.empty(), Optional.empty(), Optional.of(wanted)),
                Words.text("settings.hosts.admitted." + wanted.name(), id.value()),
                () -> {});
    }

    boolean canSave() {
        boolean same = labels.get().equals(labelsThere) && capacity.get().equals(capacityThere);
        return !same
                && Faults.labels(labels.get()).isEmpty()
                && Faults.capacity(capacity.get()).isEmpty();
    }

    void save() {
        String most = capacity.get().strip();
        List<String> wanted = Arrays.stream(labels.get().split("[,\\s]+", -1))
                .filter(label -> !label.isEmpty())
                .toList();
        change(
                new HostChange(
                        Optional.of(wanted),
                        Optional.of(most.isEmpty() ? 0 : Integer.parseInt(most)),
                        Optional.empty()),
                Words.text("settings.saved"),
                () -> {
                    labelsThere = labels.get();
                    capacityThere = capacity.get();
                });
    }

    private void change(HostChange change, String told, Runnable taken) {
        deed.start(() -> link.call(HostCalls.CHANGE, at(), change), told, now -> {
            taken.run();
            seen(now);
            changed.run();
        });
    }

    /// Says what the host lacks.
    void prepare() {
        prepared.set(Optional.empty());
        deed.start(
                () -> link.call(HostCalls.PREPARE, at(), new Preparation(false)),
                "",
                found -> prepared.set(Optional.of(found)));
    }

    void install() {
        deed.start(this::installed, "", done -> {
            prepared.set(Optional.empty());
            deed.outcome().set(Words.text("settings.hosts.installed", String.join(", ", done)));
            changed.run();
        });
    }

    private List<String> installed() throws InterruptedException {
        List<String> done = installation();
        link.call(HostCalls.LOOK, at(), new Endpoint.Nothing());
        return done;
    }

    /// An installation may take longer than a call waits for its answer; it goes on all the same.
    private List<String> installation() throws InterruptedException {
        List<String> missing = prepared.get().map(Prepared::missing).orElse(List.of());
        long end = System.nanoTime() + INSTALLATION.toNanos();
        try {
            return link.call(HostCalls.PREPARE, at(), new Preparation(true)).missing();
        } catch (ProblemException e) {
            if (!e.problem().code().equals("server-unreachable")) {
                throw e;
            }
            while (System.nanoTime() < end) {
                TimeUnit.SECONDS.sleep(PROGRESS_SECONDS);
                if (link.call(HostCalls.PREPARE, at(), new Preparation(false))
                        .missing()
                        .isEmpty()) {
                    return missing;
                }
            }
            throw e;
        }
    }

    /// @param force even if sandboxes are there; else it is asked again with [#inUse]
    void remove(boolean force) {
        inUse.set(false);
        deed.start(() -> removed(force), "", gone -> {
            inUse.set(!gone);
            changed.run();
        });
    }

    private boolean removed(boolean force) {
        try {
            link.call(HostCalls.REMOVE, Map.of("host", id.value(), "force", Boolean.toString(force)));
            return true;
        } catch (ProblemException e) {
            if (e.problem().code().equals("host-in-use")) {
                return false;
            }
            throw e;
        }
    }

    private Map<String, String> at() {
        return Map.of("host", id.value());
    }

    Deed deed() {
        return deed;
    }

    /// Between spaces.
    StringProperty labels() {
        return labels;
    }

    /// Sandboxes at most; empty for no limit.
    StringProperty capacity() {
        return capacity;
    }

    /// Whether labels and capacity show.
    BooleanProperty more() {
        return more;
    }

    /// Whether the server refused to remove it, as sandboxes are there.
    BooleanProperty inUse() {
        return inUse;
    }

    /// What was found to be missing, once somebody asked.
    ObjectProperty<Optional<Prepared>> prepared() {
        return prepared;
    }
}
