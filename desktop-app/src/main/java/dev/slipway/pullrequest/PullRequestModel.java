package dev.slipway.pullrequest;

import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.model.account.UserId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.Mergeability;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A pull request as one person sees it: what it is, and what they may do, said before they try.
public final class PullRequestModel {
    private final PullRequestRef ref;
    private final Link link;
    private final Work work;
    private final ObjectProperty<Optional<PullRequest>> pull = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final StringProperty words = new SimpleStringProperty("");
    private final ObjectProperty<MergeMethod> method = new SimpleObjectProperty<>(MergeMethod.MERGE);

    public PullRequestModel(PullRequestRef ref, Link link, Work work) {
        this.ref = ref;
        this.link = link;
        this.work = work;
    }

    /// Asks the server for it.
    public void load() {
        ask(() -> link.call(PullRequestCalls.GET, path()));
    }

    void review(Review.Verdict verdict) {
        PullRequestCalls.NewReview review = new PullRequestCalls.NewReview(
                verdict, Optional.of(words.get().strip()).filter(text -> !text.isEmpty()), List.of());
        ask(() -> link.call(PullRequestCalls.REVIEW, path(), review));
    }

    void merge() {
        pull.get().ifPresent(seen -> {
            PullRequestCalls.Merge merge = new PullRequestCalls.Merge(
                    Optional.of(method.get()), Optional.of(seen.headCommit()), Optional.empty());
            ask(() -> link.call(PullRequestCalls.MERGE, path(), merge));
        });
    }

    void open(boolean open) {
        PullRequestCalls.PullRequestChange change =
                new PullRequestCalls.PullRequestChange(Optional.empty(), Optional.empty(), Optional.of(open));
        ask(() -> link.call(PullRequestCalls.CHANGE, path(), change));
    }

    /// Why this person can't approve; empty when they can.
    String approvalBar() {
        Optional<UserId> me = me();
        return pull.get()
                .map(seen -> {
                    if (seen.state() != PullRequestState.OPEN) {
                        return Words.text("pull.notOpen");
                    }
                    if (me.filter(seen.prompters()::contains).isPresent()) {
                        return Words.text("pull.ownPrompt");
                    }
                    return me.filter(seen.author().user()::equals).isPresent()
                                    && seen.session().isEmpty()
                            ? Words.text("pull.own")
                            : "";
                })
                .orElse(" ");
    }

    /// Why it can't be merged; empty when it can.
    String mergeBar() {
        return pull.get()
                .map(seen -> switch (seen.mergeability().status()) {
                    case CLEAN -> "";
                    case CONFLICTING ->
                        Words.text(
                                "pull.conflicts",
                                String.join(", ", seen.mergeability().conflicts()));
                    case NOTHING_TO_MERGE -> Words.text("pull.nothing");
                    case NOT_APPLICABLE -> Words.text("pull.notOpen");
                })
                .orElse(" ");
    }

    /// Whether it merges without conflict now.
    boolean clean() {
        return pull.get()
                .filter(seen -> seen.mergeability().status() == Mergeability.Status.CLEAN)
                .isPresent();
    }

    private Optional<UserId> me() {
        return link.state() instanceof LinkState.Connected connected
                ? Optional.of(connected.user().user())
                : Optional.empty();
    }

    private void ask(Callable<PullRequest> call) {
        busy.set(true);
        problem.set(Optional.empty());
        work.start(
                call,
                now -> {
                    busy.set(false);
                    words.set("");
                    pull.set(Optional.of(now));
                },
                why -> {
                    busy.set(false);
                    problem.set(Optional.of(why));
                });
    }

    private Map<String, String> path() {
        return Map.of("repository", ref.repository().value(), "number", String.valueOf(ref.number()));
    }

    PullRequestRef ref() {
        return ref;
    }

    ObjectProperty<Optional<PullRequest>> pull() {
        return pull;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    BooleanProperty busy() {
        return busy;
    }

    StringProperty words() {
        return words;
    }

    ObjectProperty<MergeMethod> method() {
        return method;
    }
}
