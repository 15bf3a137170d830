package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.Pin;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.RepositoryImage;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.fleet.WarmPool;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ImageCalls;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.RepositoryCalls.NewRepository;
import dev.slipway.model.wire.RepositoryCalls.OriginAnswer;
import dev.slipway.model.wire.RepositoryCalls.OriginQuestion;
import dev.slipway.model.wire.RepositoryCalls.RunningImport;
import dev.slipway.model.wire.WarmCalls;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The repositories of a server; and one to be added, whose origin is looked at while it is written.
final class RepositoriesModel {
    /// How long an origin stays as it is before the server looks at it.
    private static final long STILL_MILLIS = 400;
    /// How often an import is asked how it gets on.
    private static final long PROGRESS_MILLIS = 400;

    private final Link link;
    private final Work work;
    private final Me me;
    private final InstantSource clock;
    private final Remote<List<Repository>> list;
    private final Map<RepositoryId, RepositoryForm> forms = new HashMap<>();
    private final StringProperty origin = new SimpleStringProperty("");
    private final StringProperty name = new SimpleStringProperty("");
    private final ObjectProperty<Optional<OriginAnswer>> looked = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<RunningImport>> progress = new SimpleObjectProperty<>(Optional.empty());
    private final Deed adding;
    private long written;

    RepositoriesModel(Link link, Work work, Me me, InstantSource clock) {
        this.link = link;
        this.work = work;
        this.me = me;
        this.clock = clock;
        this.adding = new Deed(work);
        list = new Remote<>(
                work, () -> link.call(RepositoryCalls.LIST, Map.of()).repositories());
        list.value()
                .subscribe(known -> known.ifPresent(all -> forms.keySet()
                        .retainAll(all.stream().map(Repository::id).toList())));
        origin.subscribe(this::originWritten);
    }

    void load() {
        list.load();
        work.start(
                () -> link.call(ImageCalls.ALL, Map.of()),
                all -> all.images()
                        .forEach(image -> form(image.repository())
                                .image()
                                .take(new RepositoryImage(image.good(), image.latest()))),
                _ -> {
                    // The list says why the server can't be reached.
                });
        work.start(
                () -> link.call(WarmCalls.LIST, Map.of()),
                all -> all.pools().forEach(pool -> take(pool, all.days())),
                _ -> {
                    // The list says why the server can't be reached.
                });
    }

    private void take(WarmPool pool, List<WarmDay> days) {
        WarmForm warm = form(pool.repository()).warm();
        warm.take(pool);
        warm.take(days.stream()
                .filter(day -> day.repository().equals(pool.repository()))
                .toList());
    }

    /// Follows what is made ready for them, while somebody looks.
    Pin follow() {
        return link.followFleet((events, _) -> Platform.runLater(() -> events.forEach(this::take)));
    }

    private void take(FleetEvent event) {
        switch (event) {
            case FleetEvent.ImageChanged changed ->
                form(changed.repository()).image().take(changed.image());
            case FleetEvent.WarmPoolChanged changed ->
                form(changed.pool().repository()).warm().take(changed.pool());
            case FleetEvent.BuildLog said -> form(said.repository()).image().take(said);
            default -> {}
        }
    }

    InstantSource clock() {
        return clock;
    }

    RepositoryForm form(RepositoryId repository) {
        return forms.computeIfAbsent(repository, id -> new RepositoryForm(id, link, work, list::renew));
    }

    String originFault() {
        return Faults.origin(origin.get());
    }

    String nameFault() {
        String text = name.get().strip();
        if (text.isEmpty()) {
            return "";
        }
        try {
            RepositoryId id = new RepositoryId(text);
            boolean taken = list.value().get().stream()
                    .flatMap(List::stream)
                    .anyMatch(known -> known.id().equals(id));
            return taken ? Words.text("settings.fault.repositoryTaken") : "";
        } catch (ProblemException e) {
            return Words.text("settings.fault.repository");
        }
    }

    /// Whether there is an origin that can be imported under a free name, or a name for an empty repository.
    boolean canAdd() {
        boolean named = !name.get().isBlank() && nameFault().isEmpty();
        if (origin.get().isBlank()) {
            return named;
        }
        boolean readable =
                looked.get().filter(answer -> answer.problem().isEmpty()).isPresent();
        boolean free = looked.get().filter(answer -> !answer.taken()).isPresent();
        return originFault().isEmpty() && nameFault().isEmpty() && readable && (named || free);
    }

    void add() {
        NewRepository wanted = new NewRepository(
                Optional.of(name.get().strip()).filter(text -> !text.isEmpty()).map(RepositoryId::new),
                Optional.of(origin.get().strip()).filter(text -> !text.isEmpty()),
                Optional.empty());
        Optional<RepositoryId> id = wanted.id()
                .or(() -> looked.get().flatMap(OriginAnswer::id))
                .filter(_ -> wanted.origin().isPresent());
        adding.start(() -> imported(wanted, id), "", added -> {
            adding.outcome()
                    .set(Words.text("settings.repositories.added", added.id().value()));
            origin.set("");
            name.set("");
            progress.set(Optional.empty());
            load();
        });
        id.ifPresent(this::watch);
    }

    /// An import may take longer than a call waits for its answer; it goes on all the same.
    private Repository imported(NewRepository wanted, Optional<RepositoryId> id) throws InterruptedException {
        try {
            return link.call(RepositoryCalls.ADD, Map.of(), wanted);
        } catch (ProblemException e) {
            if (id.isEmpty()
                    || !e.problem().code().equals("server-unreachable")
                    || running(id.get()).isEmpty()) {
                throw e;
            }
            while (running(id.get()).isPresent()) {
                TimeUnit.MILLISECONDS.sleep(PROGRESS_MILLIS);
            }
            return link.call(RepositoryCalls.GET, Map.of("repository", id.get().value()));
        }
    }

    private Optional<RunningImport> running(RepositoryId id) {
        return link.call(RepositoryCalls.IMPORTS, Map.of()).imports().stream()
                .filter(running -> running.id().equals(id))
                .findFirst();
    }

    /// Leaves nothing of the import that runs.
    void cancel() {
        progress.get()
                .ifPresent(running -> work.start(() -> {
                    var _ = link.call(
                            RepositoryCalls.CANCEL_IMPORT,
                            Map.of("repository", running.id().value()));
                }));
    }

    private void watch(RepositoryId id) {
        if (!adding.busy().get()) {
            progress.set(Optional.empty());
            return;
        }
        work.start(
                () -> running(id),
                now -> {
                    progress.set(now.filter(_ -> adding.busy().get()));
                    later(PROGRESS_MILLIS, () -> watch(id));
                },
                _ -> later(PROGRESS_MILLIS, () -> watch(id)));
    }

    private void originWritten(String text) {
        looked.set(Optional.empty());
        long now = ++written;
        if (text.isBlank() || !Faults.origin(text).isEmpty()) {
            return;
        }
        later(STILL_MILLIS, () -> {
            if (now == written) {
                look(text.strip(), now);
            }
        });
    }

    private void look(String text, long asked) {
        work.start(
                () -> link.call(RepositoryCalls.LOOK, Map.of(), new OriginQuestion(text)),
                answer -> {
                    if (asked == written) {
                        looked.set(Optional.of(answer));
                    }
                },
                adding::fail);
    }

    private static void later(long millis, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> Platform.runLater(action));
    }

    Me me() {
        return me;
    }

    Remote<List<Repository>> list() {
        return list;
    }

    StringProperty origin() {
        return origin;
    }

    StringProperty name() {
        return name;
    }

    ObjectProperty<Optional<OriginAnswer>> looked() {
        return looked;
    }

    ObjectProperty<Optional<RunningImport>> progress() {
        return progress;
    }

    Deed adding() {
        return adding;
    }
}
