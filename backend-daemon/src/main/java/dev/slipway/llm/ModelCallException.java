package dev.slipway.llm;

import dev.slipway.model.session.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model call that failed for good.
public final class ModelCallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ModelFailure failure;
    private final transient List<ContentBlock> partial;
    private final transient Usage usage;

    /// @param partial blocks that were complete before the last attempt failed
    /// @param usage tokens that the provider reported all the same, of all attempts
    public ModelCallException(
            ModelFailure failure, List<ContentBlock> partial, Usage usage, @Nullable Throwable cause) {
        super(failure.problem().title() + ": " + failure.problem().detail(), cause);
        this.failure = failure;
        this.partial = List.copyOf(partial);
        this.usage = usage;
    }

    public ModelCallException(ModelFailure failure) {
        this(failure, List.of(), Usage.NONE, null);
    }

    public ModelCallException(ModelFailure failure, Throwable cause) {
        this(failure, List.of(), Usage.NONE, cause);
    }

    public ModelFailure failure() {
        return failure;
    }

    public List<ContentBlock> partial() {
        return partial;
    }

    public Usage usage() {
        return usage;
    }
}
