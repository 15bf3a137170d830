package dev.slipway.sessions;

import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;

/// How a session stands, as a person asks: does it run, does it need me, is it done?
public enum Stand {
    RUNNING,
    STOPPING,
    FAILED,
    /// It was interrupted, or holds prompts back after a stop: nothing goes on without a person.
    NEEDS_YOU,
    /// Its pull request waits for a review or a merge.
    WAITING,
    MERGED,
    IDLE;

    public static Stand of(SessionSummary session) {
        if (session.state() == SessionState.WORKING) {
            return RUNNING;
        }
        if (session.state() == SessionState.STOPPING) {
            return STOPPING;
        }
        if (session.state() == SessionState.FAILED) {
            return FAILED;
        }
        if (session.state() == SessionState.INTERRUPTED || session.queued() > 0) {
            return NEEDS_YOU;
        }
        return session.pullRequestState()
                .map(state -> switch (state) {
                    case OPEN -> WAITING;
                    case MERGED -> MERGED;
                    case CLOSED -> IDLE;
                })
                .orElse(session.pullRequest().isPresent() ? WAITING : IDLE);
    }

    /// Whether a turn runs.
    public boolean runs() {
        return this == RUNNING || this == STOPPING;
    }

    /// Whether it is stuck until a person does something.
    public boolean stuck() {
        return this == FAILED || this == NEEDS_YOU;
    }
}
