package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.SessionCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What came of a session, and what to do next.
final class Outcome {
    private final Slipway slipway;

    Outcome(Slipway slipway) {
        this.slipway = slipway;
    }

    void print(SessionId id) throws InterruptedException {
        var answer = slipway.api().call(SessionCalls.GET, id.value()).send();
        if (slipway.printedAsJson(answer)) {
            return;
        }
        SessionSummary session = answer.value().summary();
        Console console = slipway.console();
        console.line("");
        console.line("Session       " + id.value() + console.dim("  " + SafeText.line(session.title(), 70)));
        console.line("Branch        " + session.branch().value());
        Optional<PullRequest> pullRequest = pullRequest(session);
        pullRequest.ifPresent(pull -> console.line("Pull request  " + PullRequestWords.line(pull)));
        console.line(
                "Cost          " + Wording.cost(session.cost()) + console.dim(", " + Wording.tokens(session.usage())));
        session.trouble().ifPresent(why -> console.line("Trouble       " + console.red(SafeText.line(why, 300))));
        console.line("Next          " + String.join("\n              ", next(session, pullRequest)));
    }

    private Optional<PullRequest> pullRequest(SessionSummary session) throws InterruptedException {
        if (session.pullRequest().isEmpty()) {
            return Optional.empty();
        }
        PullRequestRef ref = session.pullRequest().get();
        return Optional.of(slipway.api()
                .call(PullRequestCalls.GET, ref.repository().value(), ref.number())
                .value());
    }

    private static List<String> next(SessionSummary session, Optional<PullRequest> pullRequest) {
        List<String> next = new ArrayList<>();
        String id = session.id().value();
        if (session.state() == SessionState.WORKING) {
            return List.of("it is still at work: slipway show " + id + " --follow", "slipway stop " + id);
        }
        if (session.queued() > 0) {
            next.add(waiting(session));
        }
        if (pullRequest.isPresent() && pullRequest.get().state() == PullRequestState.OPEN) {
            String ref = PullRequestWords.argument(pullRequest.get().ref());
            next.add("slipway pr diff " + ref);
            next.add("someone who did not prompt reviews it: slipway pr approve " + ref
                    + " --as USER; then: slipway pr merge " + ref);
        } else {
            next.add("slipway diff " + id);
        }
        next.add("slipway prompt " + id + " \"…\"   to go on");
        return next;
    }

    /// What a stop, a failure or an interruption holds.
    static String waiting(SessionSummary session) {
        return Wording.count(session.queued(), "prompt waits", "prompts wait") + ": slipway resume "
                + session.id().value() + " starts " + (session.queued() == 1 ? "it" : "them");
    }
}
