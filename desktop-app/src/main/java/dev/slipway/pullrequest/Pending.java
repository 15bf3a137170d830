package dev.slipway.pullrequest;

import dev.slipway.model.wire.PullRequestCalls.NewLineComment;
import java.util.List;

/// Comments on lines that the person has written beside, to go out with the next review.
public interface Pending {
    List<NewLineComment> comments();

    /// They went out.
    void sent();

    Pending NONE = new Pending() {
        @Override
        public List<NewLineComment> comments() {
            return List.of();
        }

        @Override
        public void sent() {}
    };
}
