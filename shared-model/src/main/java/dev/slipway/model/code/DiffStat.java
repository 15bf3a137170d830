package dev.slipway.model.code;

/// How much a change changes. Lines of binary files are not counted.
public record DiffStat(int files, int additions, int deletions) {
    public static final DiffStat NONE = new DiffStat(0, 0, 0);
}
