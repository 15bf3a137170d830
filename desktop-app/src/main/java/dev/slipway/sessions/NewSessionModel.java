package dev.slipway.sessions;

import dev.slipway.editor.EditorModel;
import dev.slipway.editor.Habits;
import dev.slipway.editor.Sources;
import dev.slipway.link.Link;
import dev.slipway.mirror.Mirror;
import dev.slipway.model.code.Branch;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.DraftId;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.WritingCalls;
import dev.slipway.model.wire.WritingCalls.Command;
import dev.slipway.model.wire.WritingCalls.FileMatches;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// A session in the making: where it works, with which model, and what it is to do. The text survives a restart.
public final class NewSessionModel {
    private static final String DRAFT = "new-session";
    private static final int LONGEST_QUERY = 100;

    private static final String LAST_REPOSITORY = "new.repository";
    private static final String LAST_CHOICES = "new.choices.";

    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Link link;
    private final Mirror mirror;
    private final Work work;
    private final ObservableList<Repository> repositories = FXCollections.observableArrayList();
    private final ObservableList<BranchName> branches = FXCollections.observableArrayList();
    private final ObservableList<ModelName> models = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Repository> repository = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable BranchName> branch = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable ModelName> model = new SimpleObjectProperty<>();
    private final EditorModel editor;
    private final StringProperty origin = new SimpleStringProperty("");
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final BooleanProperty noModel = new SimpleBooleanProperty();
    private final BooleanProperty loaded = new SimpleBooleanProperty();
    private boolean modelsKnown;
    private String warmed = "";
    private long warmedAt;
    private DraftId draft = new DraftId(UUID.randomUUID().toString());
    private Optional<SessionSummary> wish = Optional.empty();
    private Optional<ModelName> usual = Optional.empty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    public NewSessionModel(Link link, Mirror mirror, Work work, Habits habits) {
        this.link = link;
        this.mirror = mirror;
        this.work = work;
        editor = new EditorModel(DRAFT, mirror, work, new OfBranch(), habits);
        repository.subscribe(this::repositoryChosen);
        editor.text().subscribe(_ -> warm());
        branch.subscribe(_ -> warm());
    }

    /// From the first key on the server has a sandbox ready for the session. It is told again while keys are pressed,
    /// as
    /// it takes a silent minute for the end of the draft.
    private void warm() {
        Repository chosen = repository.get();
        BranchName from = branch.get();
        if (chosen == null || from == null || editor.text().get().isBlank()) {
            return;
        }
        String what = chosen.id().value() + " " + from.value();
        long now = System.nanoTime();
        if (!what.equals(warmed) || now - warmedAt > AGAIN.toNanos()) {
            warmed = what;
            warmedAt = now;
            Map<String, String> parameters =
                    Map.of("repository", chosen.id().value(), "branch", from.value(), "draft", draft.value());
            work.start(() -> link.call(WritingCalls.WARM, parameters), _ -> {}, _ -> warmed = "");
        }
    }

    /// Asks the server what there is to choose from.
    public void load() {
        work.start(
                () -> link.call(RepositoryCalls.LIST, Map.of()).repositories(),
                found -> {
                    Optional<RepositoryId> wanted = wish.map(SessionSummary::repository)
                            .or(() -> Optional.ofNullable(repository.get()).map(Repository::id))
                            .or(() -> mirror.recall(LAST_REPOSITORY).map(RepositoryId::new));
                    repositories.setAll(found);
                    repository.set(found.stream()
                            .filter(one -> wanted.filter(one.id()::equals).isPresent())
                            .findFirst()
                            .or(() -> found.stream().findFirst())
                            .orElse(null));
                    grantWish();
                    loaded.set(true);
                },
                this::failed);
        work.start(
                () -> link.call(ServerCalls.MODELS, Map.of()),
                list -> {
                    noModel.set(list.models().stream().allMatch(ServerCalls.Model::rehearsal));
                    models.setAll(list.models().stream()
                            .filter(ServerCalls.Model::usable)
                            .map(ServerCalls.Model::name)
                            .toList());
                    usual = list.chosen().or(() -> models.stream().findFirst());
                    if (model.get() == null) {
                        model.set(lastChoices(repository.get())
                                .flatMap(Choices::model)
                                .filter(models::contains)
                                .or(() -> usual)
                                .orElse(null));
                    }
                    modelsKnown = true;
                    grantWish();
                },
                this::failed);
    }

    /// Imports the repository at `origin` and chooses it.
    public void addRepository() {
        busy.set(true);
        problem.set(Optional.empty());
        RepositoryCalls.NewRepository wanted = new RepositoryCalls.NewRepository(
                Optional.empty(), Optional.of(origin.get().strip()), Optional.empty());
        work.start(
                () -> link.call(RepositoryCalls.ADD, Map.of(), wanted),
                added -> {
                    busy.set(false);
                    origin.set("");
                    repositories.add(added);
                    repository.set(added);
                },
                this::failed);
    }

    /// Creates the session.
    /// @param then gets it, on the window's thread
    public void create(Consumer<SessionSummary> then) {
        Repository chosen = repository.get();
        if (chosen == null || busy.get()) {
            return;
        }
        busy.set(true);
        problem.set(Optional.empty());
        EditorModel.Written written = editor.written();
        rememberChoices(chosen);
        SessionCalls.NewSession wanted = new SessionCalls.NewSession(
                chosen.id(),
                Optional.ofNullable(branch.get()),
                Optional.ofNullable(model.get()),
                Optional.of(written.text()).filter(_ -> !written.isEmpty()),
                written.attachments(),
                Optional.empty(),
                Optional.of(draft));
        work.start(
                () -> link.call(SessionCalls.CREATE, Map.of(), wanted),
                created -> {
                    busy.set(false);
                    draft = new DraftId(UUID.randomUUID().toString());
                    warmed = "";
                    var _ = editor.take();
                    then.accept(created);
                },
                this::failed);
    }

    /// Chooses what another session was begun with.
    void like(SessionSummary session) {
        wish = Optional.of(session);
        grantWish();
    }

    private void grantWish() {
        wish.ifPresent(session -> repositories.stream()
                .filter(one -> one.id().equals(session.repository()))
                .findFirst()
                .ifPresent(one -> {
                    repository.set(one);
                    branch.set(session.base());
                    if (models.contains(session.model())) {
                        model.set(session.model());
                    }
                    if (modelsKnown) {
                        wish = Optional.empty();
                    }
                }));
    }

    /// What was chosen when a session was last begun in a repository.
    private record Choices(Optional<BranchName> branch, Optional<ModelName> model) {}

    private Optional<Choices> lastChoices(@Nullable Repository of) {
        return Optional.ofNullable(of)
                .flatMap(one -> mirror.recall(LAST_CHOICES + one.id().value()))
                .map(text -> text.split("\n", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> new Choices(
                        Optional.of(parts[0]).filter(name -> !name.isEmpty()).map(BranchName::new),
                        Optional.of(parts[1]).filter(name -> !name.isEmpty()).map(ModelName::new)));
    }

    private void rememberChoices(Repository chosen) {
        String text = Optional.ofNullable(branch.get()).map(BranchName::value).orElse("") + "\n"
                + Optional.ofNullable(model.get()).map(ModelName::value).orElse("");
        work.inOrder(() -> {
            mirror.keep(LAST_REPOSITORY, chosen.id().value());
            mirror.keep(LAST_CHOICES + chosen.id().value(), text);
        });
    }

    private void repositoryChosen(@Nullable Repository chosen) {
        if (chosen == null) {
            branches.clear();
            branch.set(null);
            return;
        }
        Optional<Choices> last = lastChoices(chosen);
        BranchName first = last.flatMap(Choices::branch).orElse(chosen.defaultBranch());
        branches.setAll(chosen.defaultBranch());
        branch.set(first);
        last.flatMap(Choices::model).filter(models::contains).or(() -> usual).ifPresent(model::set);
        work.start(
                () -> link.call(
                                RepositoryCalls.BRANCHES,
                                Map.of("repository", chosen.id().value()))
                        .branches(),
                found -> {
                    if (chosen.equals(repository.get())) {
                        List<BranchName> others = found.stream()
                                .map(Branch::name)
                                .filter(name -> !name.equals(chosen.defaultBranch()))
                                .toList();
                        branches.addAll(others);
                        @Nullable BranchName now = branch.get();
                        if (now != null && !branches.contains(now)) {
                            branch.set(chosen.defaultBranch()); // it was deleted meanwhile
                        }
                    }
                },
                this::failed);
    }

    /// What a prompt may refer to, on the branch that is chosen.
    private final class OfBranch implements Sources {
        @Override
        public FileMatches files(String query) {
            Map<String, String> parameters = place();
            parameters.put("query", query.substring(0, Math.min(LONGEST_QUERY, query.length())));
            parameters.put("limit", "50");
            return link.call(WritingCalls.REPOSITORY_FILES, parameters);
        }

        @Override
        public List<Command> commands() {
            return link.call(WritingCalls.REPOSITORY_COMMANDS, place()).commands();
        }

        private Map<String, String> place() {
            Repository chosen = repository.get();
            if (chosen == null) {
                throw Problem.invalid("no-repository", Words.text("new.chooseFirst"), "")
                        .toException();
            }
            Map<String, String> parameters =
                    new HashMap<>(Map.of("repository", chosen.id().value()));
            BranchName from = branch.get();
            if (from != null && !from.equals(chosen.defaultBranch())) {
                parameters.put("branch", from.value());
            }
            return parameters;
        }
    }

    private void failed(Problem what) {
        busy.set(false);
        loaded.set(true);
        problem.set(Optional.of(what));
    }

    ObservableList<Repository> repositories() {
        return repositories;
    }

    ObservableList<BranchName> branches() {
        return branches;
    }

    ObservableList<ModelName> models() {
        return models;
    }

    ObjectProperty<@Nullable Repository> repository() {
        return repository;
    }

    ObjectProperty<@Nullable BranchName> branch() {
        return branch;
    }

    ObjectProperty<@Nullable ModelName> model() {
        return model;
    }

    EditorModel editor() {
        return editor;
    }

    StringProperty origin() {
        return origin;
    }

    BooleanProperty busy() {
        return busy;
    }

    /// Whether there is no model but the scripted rehearsal.
    BooleanProperty noModel() {
        return noModel;
    }

    BooleanProperty loaded() {
        return loaded;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }
}
