package dev.slipway.forge.local;

/// What a merge needs here.
/// @param approvals      people who must have approved the present head; 0 lets anyone merge at once, their own work
///                       too
/// @param protectDefault whether the default branch changes by merges alone, not by pushes
public record ForgeRules(int approvals, boolean protectDefault) {
    /// One other person looks at everything.
    public static final ForgeRules DEFAULT = new ForgeRules(1, false);
}
