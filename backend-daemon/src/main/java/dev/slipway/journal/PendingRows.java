package dev.slipway.journal;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of one append until they are written or refused. Guarded by the journal's lock.
final class PendingRows implements Pending {
    private final List<Envelope> envelopes;
    private final List<String> json;
    private State state = State.WAITING;
    private boolean told;
    private @Nullable Problem failure;

    enum State {
        WAITING,
        WRITTEN,
        FAILED
    }

    PendingRows(List<Envelope> envelopes, List<String> json) {
        this.envelopes = envelopes;
        this.json = json;
    }

    List<Envelope> envelopes() {
        return envelopes;
    }

    List<String> json() {
        return json;
    }

    long last() {
        return envelopes.getLast().seq();
    }

    State state() {
        return state;
    }

    void written() {
        state = State.WRITTEN;
    }

    void failed(Problem problem) {
        state = State.FAILED;
        failure = problem;
    }

    @Nullable Problem failure() {
        return failure;
    }

    /// Whether somebody waits for these rows, and so will hear of a failure.
    boolean told() {
        return told;
    }

    void tell() {
        told = true;
    }
}
