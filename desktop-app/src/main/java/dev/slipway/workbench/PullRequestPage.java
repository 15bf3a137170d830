package dev.slipway.workbench;

import dev.slipway.code.Asking;
import dev.slipway.code.ChangesModel;
import dev.slipway.code.ChangesView;
import dev.slipway.model.SessionId;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.wire.PullRequestCalls.NewLineComment;
import dev.slipway.navigation.Navigator;
import dev.slipway.pullrequest.Pending;
import dev.slipway.pullrequest.PullRequestModel;
import dev.slipway.pullrequest.PullRequestView;
import dev.slipway.pullrequest.PullRequestsModel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.SplitPane;

/// A pull request beside its changes.
public final class PullRequestPage extends SplitPane {
    private static final double SHARE = 0.4;

    private final PullRequestModel pull;
    private final ChangesModel changes;
    private final PullRequestsModel list;
    private final Function<SessionId, Asking> agents;
    private Optional<String> head = Optional.empty();

    /// @param list   where it is marked as seen
    /// @param agents how to ask a session
    /// @param open   follows a link out of a description or review
    public PullRequestPage(
            PullRequestModel pull,
            ChangesModel changes,
            PullRequestsModel list,
            Function<SessionId, Asking> agents,
            Navigator navigator,
            Consumer<String> open) {
        this.pull = pull;
        this.changes = changes;
        this.list = list;
        this.agents = agents;
        getStyleClass().addAll("workbench", "pull-page");
        PullRequestView view = new PullRequestView(pull, navigator::go, open);
        view.setMinWidth(320);
        getItems().addAll(view, new ChangesView(changes));
        setDividerPositions(SHARE);
        pull.takeAlong(new Pending() {
            @Override
            public List<NewLineComment> comments() {
                return changes.pending();
            }

            @Override
            public void sent() {
                changes.clearPending();
            }
        });
        changes.pendingCount().subscribe(_ -> pull.commentsChanged());
        pull.detail().subscribe(detail -> detail.ifPresent(this::show));
        sceneProperty()
                .flatMap(scene -> scene.windowProperty())
                .flatMap(window -> window.focusedProperty())
                .orElse(false)
                .subscribe(focused -> {
                    if (focused) {
                        refresh();
                    }
                });
        list.version().when(sceneProperty().map(Objects::nonNull).orElse(false)).subscribe(_ -> compare());
        pull.load();
        changes.load();
    }

    /// What the list was told may be news here.
    private void compare() {
        Optional<PullRequest> shown = pull.detail().get().map(PullRequestDetail::pullRequest);
        Optional<PullRequest> listed = shown.flatMap(now -> list.find(now.ref()));
        if (listed.isPresent() && !listed.equals(shown)) {
            pull.load();
        }
    }

    /// Something may have happened to it.
    void refresh() {
        pull.refreshSoon();
    }

    private void show(PullRequestDetail detail) {
        PullRequest now = detail.pullRequest();
        PullRequestRef ref = now.ref();
        list.see(ref);
        changes.agentIs(now.session().map(agents));
        changes.showReviews(now.reviews());
        Optional<String> commit = Optional.of(now.headCommit().value());
        if (head.isPresent() && !head.equals(commit)) {
            changes.load();
        }
        head = commit;
    }
}
