package dev.slipway.workbench;

import dev.slipway.code.ChangesModel;
import dev.slipway.code.ChangesView;
import dev.slipway.navigation.Navigator;
import dev.slipway.pullrequest.PullRequestModel;
import dev.slipway.pullrequest.PullRequestView;
import java.util.function.Consumer;
import javafx.scene.control.SplitPane;

/// A pull request beside its changes.
public final class PullRequestPage extends SplitPane {
    private static final double SHARE = 0.4;

    /// @param open follows a link out of a description or review
    public PullRequestPage(PullRequestModel pull, ChangesModel changes, Navigator navigator, Consumer<String> open) {
        getStyleClass().addAll("workbench", "pull-page");
        PullRequestView view = new PullRequestView(pull, navigator::go, open);
        view.setMinWidth(320);
        getItems().addAll(view, new ChangesView(changes));
        setDividerPositions(SHARE);
        pull.load();
        changes.load();
    }
}
