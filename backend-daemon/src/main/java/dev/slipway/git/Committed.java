package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.DiffStat;
import java.util.List;

/// A commit that was made in a sandbox.
/// @param stat     against its first parent
/// @param warnings what a person should know, a sentence each, such as a very large file
public record Committed(CommitId commit, String subject, DiffStat stat, List<String> warnings) {
    public Committed {
        warnings = List.copyOf(warnings);
    }
}
