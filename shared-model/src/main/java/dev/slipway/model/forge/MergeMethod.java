package dev.slipway.model.forge;

/// How a pull request's commits reach the base branch.
public enum MergeMethod {
    /// A merge commit with both parents.
    MERGE,
    /// One commit with all changes.
    SQUASH,
    /// Each commit again on top of the base.
    REBASE
}
