package dev.slipway.pullrequest;

import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.model.account.UserId;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.PullRequestCalls.PullRequestPage;
import dev.slipway.work.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Duration;

/// The pull requests of a server, as one person sorts them.
public final class PullRequestsModel {
    private static final String SEEN = "pulls-seen";
    private static final int PAGE = 200;
    private static final int MOST_OPEN = 1_000;
    private static final Duration SOON = Duration.seconds(2);

    /// Which are shown.
    enum Filter {
        TO_REVIEW,
        MINE,
        OPEN,
        MERGED,
        ALL
    }

    private final Link link;
    private final Work work;
    private final InstantSource clock;
    private final BiConsumer<String, String> keep;
    private final Map<String, Instant> seen = new HashMap<>();
    private final ObservableList<PullRequest> lines = FXCollections.observableArrayList();
    private final ObjectProperty<Filter> filter = new SimpleObjectProperty<>(Filter.TO_REVIEW);
    private final StringProperty search = new SimpleStringProperty("");
    private final IntegerProperty waiting = new SimpleIntegerProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final PauseTransition soon = new PauseTransition(SOON);
    private final LongProperty version = new SimpleLongProperty();
    private List<PullRequest> all = List.of();
    private final BooleanProperty loaded = new SimpleBooleanProperty();

    /// @param kept what was kept under a name
    /// @param keep keeps a text under a name
    public PullRequestsModel(
            Link link,
            Work work,
            InstantSource clock,
            Function<String, Optional<String>> kept,
            BiConsumer<String, String> keep) {
        this.link = link;
        this.work = work;
        this.clock = clock;
        this.keep = keep;
        kept.apply(SEEN)
                .ifPresent(text -> text.lines().forEach(line -> {
                    String[] parts = line.split(" ", 2);
                    if (parts.length == 2) {
                        seen.put(parts[0], Instant.ofEpochMilli(Long.parseLong(parts[1])));
                    }
                }));
        filter.subscribe(_ -> sift());
        search.subscribe(_ -> sift());
        soon.setOnFinished(_ -> load());
    }

    /// Asks the server.
    public void load() {
        work.start(
                this::ask,
                now -> {
                    problem.set(Optional.empty());
                    all = now;
                    sift();
                    loaded.set(true);
                    version.set(version.get() + 1);
                },
                why -> problem.set(Optional.of(why)));
    }

    /// Asks again soon, as something may have happened.
    public void refreshSoon() {
        if (soon.getStatus() != Animation.Status.RUNNING) {
            soon.playFromStart();
        }
    }

    private List<PullRequest> ask() {
        List<PullRequest> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Map<String, String> query = new HashMap<>(Map.of("state", "OPEN", "limit", String.valueOf(PAGE)));
            cursor.ifPresent(next -> query.put("cursor", next));
            PullRequestPage page = link.call(PullRequestCalls.LIST, query);
            found.addAll(page.pullRequests());
            cursor = page.next();
        } while (cursor.isPresent() && found.size() < MOST_OPEN);
        for (PullRequestState state : List.of(PullRequestState.MERGED, PullRequestState.CLOSED)) {
            found.addAll(link.call(PullRequestCalls.LIST, Map.of("state", state.name(), "limit", String.valueOf(PAGE)))
                    .pullRequests());
        }
        // One may have changed its state between two of the answers.
        Map<PullRequestRef, PullRequest> each = new LinkedHashMap<>();
        found.forEach(pull -> each.put(pull.ref(), pull));
        return each.values().stream()
                .sorted(Comparator.comparing(PullRequest::updatedAt).reversed())
                .toList();
    }

    private void sift() {
        String words = search.get().strip().toLowerCase(Locale.ROOT);
        lines.setAll(all.stream()
                .filter(this::isShown)
                .filter(pull -> words.isEmpty() || text(pull).contains(words))
                .toList());
        waiting.set(
                (int) all.stream().filter(this::toReview).filter(this::isUnread).count());
    }

    private boolean isShown(PullRequest pull) {
        return switch (filter.get()) {
            case TO_REVIEW -> toReview(pull);
            case MINE -> me().filter(me -> isMine(pull, me)).isPresent();
            case OPEN -> pull.state() == PullRequestState.OPEN;
            case MERGED -> pull.state() == PullRequestState.MERGED;
            case ALL -> true;
        };
    }

    private static boolean isMine(PullRequest pull, UserId me) {
        return pull.author().user().equals(me) || pull.prompters().contains(me);
    }

    /// Open, not this person's own, and not judged by them as it is now.
    private boolean toReview(PullRequest pull) {
        return me().filter(me -> pull.state() == PullRequestState.OPEN
                        && !isMine(pull, me)
                        && pull.reviews().stream()
                                .noneMatch(review -> review.author().user().equals(me)
                                        && review.verdict() != Review.Verdict.COMMENT
                                        && review.commit().equals(pull.headCommit())))
                .isPresent();
    }

    private static String text(PullRequest pull) {
        return (pull.title() + " " + pull.ref() + " " + pull.author().name() + " "
                        + pull.head().value())
                .toLowerCase(Locale.ROOT);
    }

    /// Whether something happened to it since the person looked.
    boolean isUnread(PullRequest pull) {
        Instant looked = seen.getOrDefault(pull.ref().toString(), Instant.EPOCH);
        return pull.updatedAt().isAfter(looked);
    }

    /// The person has looked at it.
    public void see(PullRequestRef ref) {
        seen.put(ref.toString(), clock.instant());
        Set<String> there = all.stream().map(pull -> pull.ref().toString()).collect(Collectors.toSet());
        if (loaded.get()) {
            seen.keySet().removeIf(known -> !there.contains(known) && !known.equals(ref.toString()));
        }
        keep.accept(
                SEEN,
                seen.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().toEpochMilli())
                        .collect(Collectors.joining("\n")));
        sift();
    }

    private Optional<UserId> me() {
        return link.state() instanceof LinkState.Connected connected
                ? Optional.of(connected.user().user())
                : Optional.empty();
    }

    /// Grows with each answer of the server.
    public LongProperty version() {
        return version;
    }

    /// A pull request as the last answer had it.
    public Optional<PullRequest> find(PullRequestRef ref) {
        return all.stream().filter(pull -> pull.ref().equals(ref)).findFirst();
    }

    Instant now() {
        return clock.instant();
    }

    BooleanProperty loaded() {
        return loaded;
    }

    ObservableList<PullRequest> lines() {
        return lines;
    }

    ObjectProperty<Filter> filter() {
        return filter;
    }

    StringProperty search() {
        return search;
    }

    /// How many wait for this person's review and were not looked at.
    public IntegerProperty waiting() {
        return waiting;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }
}
