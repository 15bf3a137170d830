package dev.slipway.model.code;

/// A branch and the commit it points to.
public record Branch(BranchName name, CommitId head) {}
