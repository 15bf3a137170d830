package dev.slipway.model.forge;

/// Where a pull request stands. Only an open one changes; merged and closed are final, but a closed one may reopen.
public enum PullRequestState {
    OPEN,
    MERGED,
    CLOSED
}
