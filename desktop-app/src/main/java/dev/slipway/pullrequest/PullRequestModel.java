package dev.slipway.pullrequest;

import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.MergeGate;
import dev.slipway.model.forge.MergeGate.Obstacle;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
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
import java.util.function.BiConsumer;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.util.Duration;

/// A pull request as one person sees it: what it is, and what they may do, said before they try.
public final class PullRequestModel {
    private static final Duration SOON = Duration.millis(700);

    private final PullRequestRef ref;
    private final Link link;
    private final Work work;
    private final BiConsumer<SessionId, String> agent;
    private final ObjectProperty<Optional<PullRequestDetail>> detail = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final StringProperty words = new SimpleStringProperty("");
    private final StringProperty message = new SimpleStringProperty("");
    private final StringProperty told = new SimpleStringProperty("");
    private final BooleanProperty editing = new SimpleBooleanProperty();
    private final ObjectProperty<MergeMethod> method = new SimpleObjectProperty<>(MergeMethod.MERGE);
    private final PauseTransition soon = new PauseTransition(SOON);
    private final IntegerProperty comments = new SimpleIntegerProperty();
    private Pending pending = Pending.NONE;

    /// @param agent puts a prompt into the queue of a session, blocking
    public PullRequestModel(PullRequestRef ref, Link link, Work work, BiConsumer<SessionId, String> agent) {
        this.ref = ref;
        this.link = link;
        this.work = work;
        this.agent = agent;
        soon.setOnFinished(_ -> load());
    }

    /// Comments that go out with the next review.
    public void takeAlong(Pending comments) {
        pending = comments;
    }

    /// Asks the server for it.
    public void load() {
        work.start(() -> link.call(PullRequestCalls.DETAIL, path()), this::show, why -> {
            if (detail.get().isEmpty()) {
                problem.set(Optional.of(why));
            }
        });
    }

    /// Asks for it again soon, as something may have happened to it.
    public void refreshSoon() {
        if (soon.getStatus() != Animation.Status.RUNNING) {
            soon.playFromStart();
        }
    }

    private void show(PullRequestDetail now) {
        if (!detail.get().equals(Optional.of(now))) {
            detail.set(Optional.of(now));
        }
    }

    void review(Review.Verdict verdict) {
        List<PullRequestCalls.NewLineComment> comments = pending.comments();
        PullRequestCalls.NewReview review = new PullRequestCalls.NewReview(
                verdict, Optional.of(words.get().strip()).filter(text -> !text.isEmpty()), comments);
        act(() -> link.call(PullRequestCalls.REVIEW, path(), review), () -> {
            words.set("");
            if (!comments.isEmpty()) {
                pending.sent();
            }
        });
    }

    void merge() {
        detail.get().map(PullRequestDetail::pullRequest).ifPresent(seen -> {
            PullRequestCalls.Merge merge = new PullRequestCalls.Merge(
                    Optional.of(method.get()),
                    Optional.of(seen.headCommit()),
                    Optional.of(message.get().strip()).filter(text -> !text.isEmpty()));
            act(() -> link.call(PullRequestCalls.MERGE, path(), merge), () -> message.set(""));
        });
    }

    void open(boolean open) {
        change(Optional.empty(), Optional.empty(), Optional.of(open));
    }

    void edit(String title, String body) {
        change(Optional.of(title.strip()), Optional.of(body), Optional.empty());
    }

    private void change(Optional<String> title, Optional<String> body, Optional<Boolean> open) {
        PullRequestCalls.PullRequestChange change = new PullRequestCalls.PullRequestChange(title, body, open);
        act(() -> link.call(PullRequestCalls.CHANGE, path(), change), () -> editing.set(false));
    }

    /// Asks the agent to merge the base in and resolve what conflicts.
    void resolve() {
        detail.get().map(PullRequestDetail::pullRequest).ifPresent(seen -> {
            String prompt = Words.text(
                    "pull.resolve.prompt",
                    seen.base().value(),
                    String.join(", ", seen.mergeability().conflicts()));
            tell(prompt);
        });
    }

    /// Sends what was said in a review to the agent.
    void ask(Review review) {
        StringBuilder prompt =
                new StringBuilder(Words.text("pull.ask.prompt", review.author().name(), ref.toString()));
        if (!review.body().isBlank()) {
            prompt.append("\n\n").append(review.body().strip());
        }
        for (LineComment comment : review.comments()) {
            prompt.append("\n\n").append(comment.path()).append(':').append(comment.from());
            if (comment.to() > comment.from()) {
                prompt.append('-').append(comment.to());
            }
            prompt.append("\n```\n")
                    .append(comment.code())
                    .append("\n```\n")
                    .append(comment.body().strip());
        }
        tell(prompt.toString());
    }

    private void tell(String prompt) {
        Optional<SessionId> session = session();
        if (session.isEmpty()) {
            return;
        }
        busy.set(true);
        told.set("");
        work.start(
                () -> {
                    agent.accept(session.get(), prompt);
                    return prompt;
                },
                _ -> {
                    busy.set(false);
                    told.set(Words.text("pull.told"));
                },
                this::failed);
    }

    private Optional<SessionId> session() {
        return detail.get().map(PullRequestDetail::pullRequest).flatMap(PullRequest::session);
    }

    /// Why this person can't approve; empty when they can.
    String approvalBar() {
        return detail.get()
                .map(seen -> {
                    PullRequest pull = seen.pullRequest();
                    Optional<UserId> me = me();
                    if (pull.state() != PullRequestState.OPEN || me.isEmpty()) {
                        return Words.text("pull.notOpen");
                    }
                    if (pull.prompters().contains(me.get())) {
                        return Words.text("pull.ownPrompt");
                    }
                    if (pull.author().user().equals(me.get())) {
                        return Words.text("pull.own");
                    }
                    return isEligible(me.get()) ? "" : Words.text("pull.viewer");
                })
                .orElse(" ");
    }

    private boolean isEligible(UserId me) {
        return mayApprove().stream().anyMatch(author -> author.user().equals(me));
    }

    /// Who may approve it.
    List<Author> mayApprove() {
        return detail.get().map(seen -> seen.gate().mayApprove()).orElse(List.of());
    }

    /// Whether this person may change anything here: viewers read.
    boolean mayChange() {
        Optional<UserId> me = me();
        return detail.get()
                .map(PullRequestDetail::pullRequest)
                .filter(pull -> me.isPresent()
                        && (isEligible(me.get())
                                || pull.prompters().contains(me.get())
                                || pull.author().user().equals(me.get())))
                .isPresent();
    }

    /// What stands against a merge.
    List<Obstacle> obstacles() {
        return detail.get()
                .map(PullRequestDetail::gate)
                .map(MergeGate::obstacles)
                .orElse(List.of());
    }

    /// Whether its session can be asked.
    boolean hasAgent() {
        return session().isPresent();
    }

    /// How many comments on lines would go out with a review.
    int pendingComments() {
        return pending.comments().size();
    }

    /// Comments on lines have come or gone.
    public void commentsChanged() {
        comments.set(pending.comments().size());
    }

    IntegerProperty comments() {
        return comments;
    }

    private Optional<UserId> me() {
        return link.state() instanceof LinkState.Connected connected
                ? Optional.of(connected.user().user())
                : Optional.empty();
    }

    private void act(Runnable call, Runnable then) {
        busy.set(true);
        problem.set(Optional.empty());
        work.start(
                () -> {
                    call.run();
                    return link.call(PullRequestCalls.DETAIL, path());
                },
                now -> {
                    busy.set(false);
                    then.run();
                    show(now);
                },
                this::failed);
    }

    private void failed(Problem why) {
        busy.set(false);
        problem.set(Optional.of(why));
        refreshSoon();
    }

    private Map<String, String> path() {
        return Map.of("repository", ref.repository().value(), "number", String.valueOf(ref.number()));
    }

    String address() {
        return link.server().address().toString().replaceAll("/+$", "");
    }

    java.net.URI server() {
        return link.server().address();
    }

    PullRequestRef ref() {
        return ref;
    }

    /// What is shown; empty until it came.
    public ObjectProperty<Optional<PullRequestDetail>> detail() {
        return detail;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    BooleanProperty busy() {
        return busy;
    }

    BooleanProperty editing() {
        return editing;
    }

    /// What was done that does not show by itself.
    StringProperty told() {
        return told;
    }

    StringProperty words() {
        return words;
    }

    StringProperty message() {
        return message;
    }

    ObjectProperty<MergeMethod> method() {
        return method;
    }
}
