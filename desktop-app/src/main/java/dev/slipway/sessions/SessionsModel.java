package dev.slipway.sessions;

import dev.slipway.control.Times;
import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.mirror.Mirror;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Watchers;
import dev.slipway.model.wire.Json;
import dev.slipway.work.Pulse;
import dev.slipway.work.Work;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of a server as the list shows them: from the replica at once, from the server as they change, older
/// ones as they are wanted. What changes about a few sessions changes their lines once a pulse; only a new arrangement
/// sorts all, in the background.
public final class SessionsModel implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SessionsModel.class);
    /// More changes than this at once are cheaper to arrange anew.
    private static final int MANY = 200;
    /// So many are there before the window shows; the rest of the replica comes right after.
    private static final int AT_ONCE = 200;
    /// So many the server tells of by itself.
    private static final int NEWEST = 500;
    private static final Duration SEARCH_PAUSE = Duration.millis(250);
    private static final String CHOICES = "sessions.choices";
    private static final String PINNED = "sessions.pinned";

    private final Mirror mirror;
    private final Work work;
    private final InstantSource clock;
    private final Map<SessionId, SessionSummary> sessions = new ConcurrentHashMap<>();
    private final Map<SessionId, Long> seen;
    private final Map<SessionId, List<Author>> people = new ConcurrentHashMap<>();
    private final Set<SessionId> dirty = ConcurrentHashMap.newKeySet();
    private final SessionLines lines = new SessionLines();
    private final ObservableList<SessionLine> shownLines = FXCollections.unmodifiableObservableList(lines.all());
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<ListChoices> choices = new SimpleObjectProperty<>(ListChoices.USUAL);
    private final Set<SessionId> pinned = new LinkedHashSet<>();
    private final ObjectProperty<Optional<SessionId>> open = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<SessionId>> renaming = new SimpleObjectProperty<>(Optional.empty());
    private final Map<SessionId, ObjectProperty<Optional<SessionSummary>>> followed = new HashMap<>();
    private final ReadOnlyIntegerWrapper attention = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper();
    private final Set<SessionId> stuck = new HashSet<>();
    private final Set<SessionId> unseen = new HashSet<>();
    private final OlderSessions older;
    private final PauseTransition searchPause = new PauseTransition(SEARCH_PAUSE);
    private final Pulse apply = new Pulse(this::apply);
    private final List<Consumer<List<SessionSummary>>> arrivals = new CopyOnWriteArrayList<>();
    private final List<Pin> pins;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Consumer<Runnable> frame = Runnable::run;
    private boolean arranging;
    private boolean arrangeAgain;
    private LocalDate arrangedFor;
    private volatile Optional<UserId> me = Optional.empty();
    private volatile boolean greeted;

    public SessionsModel(Mirror mirror, Link link, Work work, InstantSource clock) {
        this.mirror = mirror;
        this.work = work;
        this.clock = clock;
        this.seen = new ConcurrentHashMap<>(mirror.seen());
        this.arrangedFor = Times.date(clock.instant());
        mirror.summaries(0, AT_ONCE).forEach(session -> sessions.put(session.id(), session));
        mirror.recall(CHOICES).flatMap(SessionsModel::readChoices).ifPresent(choices::set);
        mirror.recall(PINNED).stream()
                .flatMap(text -> Stream.of(text.split(" ", -1)))
                .filter(id -> !id.isEmpty())
                .map(SessionId::new)
                .forEach(pinned::add);
        older = new OlderSessions(link, work, this::arrived);
        searchPause.setOnFinished(_ -> lookForOlder());
        search.subscribe(() -> {
            arrange();
            searchPause.playFromStart();
        });
        choices.addListener((_, before, now) -> chosen(before, now));
        arrange();
        work.start(() -> {
            List<SessionSummary> rest = mirror.summaries(AT_ONCE, Integer.MAX_VALUE);
            // What the server has told meanwhile is newer.
            rest.forEach(session -> sessions.putIfAbsent(session.id(), session));
            Platform.runLater(this::arrange);
        });
        pins = List.of(
                mirror.onRenewal(() -> mirror.keep(List.copyOf(sessions.values()))),
                link.followSessions(this::listed),
                link.onPeople(this::peopleAre),
                link.onState(this::linkIs));
    }

    ObservableList<SessionLine> lines() {
        return shownLines;
    }

    public StringProperty search() {
        return search;
    }

    ObjectProperty<ListChoices> choices() {
        return choices;
    }

    /// The session that is open beside the list.
    public ObjectProperty<Optional<SessionId>> open() {
        return open;
    }

    /// The session whose title is being written in the list.
    ObjectProperty<Optional<SessionId>> renaming() {
        return renaming;
    }

    /// How many sessions need a person.
    public ReadOnlyIntegerProperty attention() {
        return attention.getReadOnlyProperty();
    }

    /// In how many sessions something happened since the person last looked, shown or not.
    public ReadOnlyIntegerProperty unread() {
        return unread.getReadOnlyProperty();
    }

    /// How many sessions there are, shown or not.
    public ReadOnlyIntegerProperty total() {
        return total.getReadOnlyProperty();
    }

    /// Whether older sessions are on their way.
    BooleanProperty loading() {
        return older.loading();
    }

    OlderSessions older() {
        return older;
    }

    public Optional<SessionSummary> summary(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /// A session as it changes. On the window's thread.
    public ObservableValue<Optional<SessionSummary>> follow(SessionId id) {
        return followed.computeIfAbsent(id, _ -> new SimpleObjectProperty<>(summary(id)));
    }

    /// All sessions that are not put away, the newest first.
    public List<SessionSummary> recent() {
        return sessions.values().stream()
                .filter(session -> !session.archived())
                .sorted(Comparator.comparing(SessionSummary::updatedAt).reversed())
                .toList();
    }

    /// The session whose work a pull request is, as far as the list knows.
    public Optional<SessionId> of(PullRequestRef pull) {
        return sessions.values().stream()
                .filter(session -> session.pullRequest().filter(pull::equals).isPresent())
                .map(SessionSummary::id)
                .findFirst();
    }

    InstantSource clock() {
        return clock;
    }

    /// Up to which event the person has seen a session; 0 when they never did.
    public long seenUpTo(SessionId id) {
        return seen.getOrDefault(id, 0L);
    }

    /// The repositories that sessions work on, in order.
    List<RepositoryId> repositories() {
        return sessions.values().stream()
                .map(SessionSummary::repository)
                .distinct()
                .sorted(Comparator.comparing(RepositoryId::value))
                .toList();
    }

    /// Who began or prompted sessions, in order of their names.
    List<Author> people() {
        Map<UserId, Author> all = new LinkedHashMap<>();
        sessions.values().stream()
                .flatMap(session -> Stream.concat(Stream.of(session.creator()), session.prompters().stream()))
                .forEach(author -> all.putIfAbsent(author.user(), author));
        return all.values().stream().sorted(Comparator.comparing(Author::name)).toList();
    }

    /// The person has seen a session up to an event.
    public void see(SessionId id, long seq) {
        if (seen.merge(id, seq, Math::max) == seq) {
            work.inOrder(() -> mirror.see(id, seq));
            touch(List.of(id));
        }
    }

    /// The person wants to come back to these.
    void markUnread(Collection<SessionSummary> which) {
        for (SessionSummary session : which) {
            long last = Math.max(0, session.newsSeq() - 1);
            seen.put(session.id(), last);
            work.inOrder(() -> mirror.unsee(session.id(), last));
        }
        touch(which.stream().map(SessionSummary::id).toList());
    }

    boolean unread(SessionSummary session) {
        return unread(session, arrangement());
    }

    boolean pinned(SessionId id) {
        return pinned.contains(id);
    }

    /// Puts sessions before all others, or back among them.
    void pin(Collection<SessionId> which, boolean wanted) {
        if (wanted ? pinned.addAll(which) : pinned.removeAll(Set.copyOf(which))) {
            String all = pinned.stream().map(SessionId::value).collect(Collectors.joining(" "));
            work.inOrder(() -> mirror.keep(PINNED, all));
            touch(which);
        }
    }

    /// Hides or shows the sessions of a group.
    void fold(String group, boolean hidden) {
        ListChoices now = choices.get().withCollapsed(group, hidden);
        choices.set(now);
        if (!arranging) {
            frame.accept(() -> lines.fold(group, hidden, now.collapsed()));
        }
    }

    void clearFilters() {
        search.set("");
        choices.set(choices.get().with(ListChoices.Filter.ALL));
    }

    /// Whether the server has greeted us, now or before.
    boolean reachesServer() {
        return me.isPresent();
    }

    /// The reader is near the end of what is listed.
    void nearEnd() {
        older.more();
    }

    /// Time has passed: another day may have begun.
    void tick() {
        if (!arrangedFor.equals(Times.date(clock.instant()))) {
            arrange();
        }
    }

    /// Where a session stands in [#lines]; -1 when it does not show.
    int indexOf(SessionId id) {
        return lines.indexOf(id);
    }

    /// Lets a view do something before and after each change of the lines.
    void frameChanges(Consumer<Runnable> around) {
        frame = around;
    }

    /// Takes in what the server answered of sessions, unless it has told newer things of them meanwhile; from any
    /// thread.
    public void arrived(List<SessionSummary> answered) {
        answered.forEach(session ->
                sessions.merge(session.id(), session, (had, fresh) -> fresh.lastSeq() >= had.lastSeq() ? fresh : had));
        took(answered);
    }

    private void took(List<SessionSummary> changed) {
        open.get().map(sessions::get).ifPresent(session -> seen.merge(session.id(), session.lastSeq(), Math::max));
        work.inOrder(() -> mirror.keep(
                changed.stream().map(session -> sessions.get(session.id())).toList()));
        touch(changed.stream().map(SessionSummary::id).toList());
    }

    /// Hears of all sessions that the server tells of by itself, on its threads.
    public Pin onArrival(Consumer<List<SessionSummary>> listener) {
        arrivals.add(listener);
        return () -> arrivals.remove(listener);
    }

    @Override
    public void close() {
        pins.forEach(Pin::close);
        searchPause.stop();
    }

    private void listed(List<SessionSummary> changed) {
        if (greeted) {
            greeted = false;
            boolean all = changed.size() < NEWEST;
            Platform.runLater(() -> older.startOver(all));
        }
        changed.forEach(session -> sessions.put(session.id(), session));
        took(changed);
        arrivals.forEach(listener -> listener.accept(changed));
    }

    private void peopleAre(List<Watchers> changed) {
        for (Watchers now : changed) {
            if (now.people().isEmpty()) {
                people.remove(now.session());
            } else {
                people.put(now.session(), now.people());
            }
        }
        touch(changed.stream().map(Watchers::session).toList());
    }

    private void linkIs(LinkState state) {
        List<SessionId> visited = List.copyOf(people.keySet());
        people.clear();
        touch(visited);
        if (state instanceof LinkState.Connected connected) {
            boolean news = !me.equals(Optional.of(connected.user().user()));
            me = Optional.of(connected.user().user());
            greeted = true;
            Platform.runLater(() -> {
                if (news) {
                    arrange();
                }
                lookForOlder();
            });
        }
    }

    private void chosen(ListChoices before, ListChoices now) {
        work.inOrder(() -> mirror.keep(CHOICES, Json.write(now)));
        boolean onlyFolded = before.filter().equals(now.filter())
                && before.grouping() == now.grouping()
                && before.sorting() == now.sorting();
        if (onlyFolded) {
            return;
        }
        arrange();
        lookForOlder();
    }

    /// What is searched for may be older than all that is here.
    private void lookForOlder() {
        Map<String, String> query = new HashMap<>();
        ListChoices.Filter filter = choices.get().filter();
        if (!search.get().isBlank()) {
            query.put("search", search.get().strip());
        }
        filter.repository().ifPresent(repository -> query.put("repository", repository.value()));
        filter.person()
                .or(() -> filter.mine() ? me : Optional.empty())
                .ifPresent(user -> query.put("person", user.value()));
        if (filter.archived()) {
            query.put("archived", "true");
        }
        older.look(query);
        if (!query.isEmpty() && me.isPresent()) {
            older.more();
        }
    }

    private static Optional<ListChoices> readChoices(String json) {
        try {
            return Optional.of(Json.read(json, ListChoices.class));
        } catch (ProblemException e) {
            log.info("The list is arranged as usual: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Arrangement arrangement() {
        return new Arrangement(choices.get(), Arrangement.words(search.get()), me, Set.copyOf(pinned), arrangedFor);
    }

    private void touch(Collection<SessionId> changed) {
        dirty.addAll(changed);
        apply.ask();
    }

    /// Sorts all in the background. What changes meanwhile is put into place afterwards.
    private void arrange() {
        if (arranging) {
            arrangeAgain = true;
            return;
        }
        arranging = true;
        arrangeAgain = false;
        arrangedFor = Times.date(clock.instant());
        Arrangement how = arrangement();
        work.start(
                () -> arranged(how),
                all -> {
                    arranging = false;
                    if (arrangeAgain) {
                        arrange();
                        return;
                    }
                    frame.accept(() -> lines.reset(all.entries(), choices.get().collapsed()));
                    stuck.clear();
                    stuck.addAll(all.stuck());
                    unseen.clear();
                    unseen.addAll(all.unseen());
                    count();
                    apply();
                },
                problem -> {
                    arranging = false;
                    log.warn("The list could not be arranged: {}", problem);
                });
    }

    private record Arranged(List<SessionLine.Entry> entries, Set<SessionId> stuck, Set<SessionId> unseen) {}

    private Arranged arranged(Arrangement how) {
        Arranged all = new Arranged(new ArrayList<>(sessions.size()), new HashSet<>(), new HashSet<>());
        for (SessionSummary session : sessions.values()) {
            entry(session, how).ifPresent(all.entries()::add);
            if (isStuck(session)) {
                all.stuck().add(session.id());
            }
            if (isUnseen(session, how)) {
                all.unseen().add(session.id());
            }
        }
        all.entries().sort(Comparator.comparing(SessionLine.Entry::spot));
        return all;
    }

    private void apply() {
        if (arranging || dirty.isEmpty()) {
            return;
        }
        List<SessionId> changed = List.copyOf(dirty);
        changed.forEach(dirty::remove);
        Arrangement how = arrangement();
        for (SessionId id : changed) {
            Optional<SessionSummary> now = summary(id);
            Optional.ofNullable(followed.get(id)).ifPresent(property -> property.set(now));
            keep(stuck, id, now.filter(SessionsModel::isStuck).isPresent());
            keep(unseen, id, now.filter(session -> isUnseen(session, how)).isPresent());
        }
        count();
        if (changed.size() > MANY) {
            arrange();
            return;
        }
        frame.accept(() -> changed.forEach(id -> lines.put(id, summary(id).flatMap(session -> entry(session, how)))));
    }

    private static void keep(Set<SessionId> where, SessionId id, boolean belongs) {
        if (belongs) {
            where.add(id);
        } else {
            where.remove(id);
        }
    }

    /// Tells on the window's thread that something about the sessions has changed.
    public Pin onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void count() {
        total.set(sessions.size());
        attention.set(stuck.size());
        unread.set(unseen.size());
        listeners.forEach(Runnable::run);
    }

    private boolean isUnseen(SessionSummary session, Arrangement how) {
        return !session.archived() && unread(session, how);
    }

    private static boolean isStuck(SessionSummary session) {
        return !session.archived() && Stand.of(session).stuck();
    }

    private Optional<SessionLine.Entry> entry(SessionSummary session, Arrangement how) {
        return how.spot(session)
                .map(spot -> new SessionLine.Entry(
                        spot,
                        session,
                        unread(session, how),
                        how.pinned().contains(session.id()),
                        people.getOrDefault(session.id(), List.of())));
    }

    private boolean unread(SessionSummary session, Arrangement how) {
        Long last = seen.get(session.id());
        return last == null ? how.mine(session) : session.newsSeq() > last;
    }
}
