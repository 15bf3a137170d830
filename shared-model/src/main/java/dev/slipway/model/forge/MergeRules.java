package dev.slipway.model.forge;

import java.util.List;

/// What a repository asks of a pull request before it may be merged.
/// @param approvals      people who must have approved the present head
/// @param requiredChecks names of checks that must have passed on the present head
public record MergeRules(int approvals, List<String> requiredChecks) {
    public MergeRules {
        requiredChecks = List.copyOf(requiredChecks);
    }
}
