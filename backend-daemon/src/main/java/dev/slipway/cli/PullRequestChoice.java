package dev.slipway.cli;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.PullRequestCalls;
import java.util.List;
import java.util.stream.Collectors;

/// Finds the pull request that a person means.
final class PullRequestChoice {
    private static final int NEWEST = 200;

    private final Api api;

    PullRequestChoice(Api api) {
        this.api = api;
    }

    PullRequestRef find(String text) throws InterruptedException {
        int cut = Math.max(text.lastIndexOf('/'), text.lastIndexOf('#'));
        String number = text.substring(cut + 1);
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw Problem.invalid(
                            "malformed-pull-request",
                            "This names no pull request",
                            "\"" + text + "\" should be its repository and number, such as shop/3.")
                    .withRemedy("`slipway pr list` shows them.")
                    .toException();
        }
        if (cut > 0) {
            return new PullRequestRef(new RepositoryId(text.substring(0, cut)), Integer.parseInt(number));
        }
        List<PullRequestRef> found =
                api.call(PullRequestCalls.LIST).with("limit", NEWEST).value().pullRequests().stream()
                        .map(PullRequest::ref)
                        .filter(ref -> ref.number() == Integer.parseInt(number))
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw found.isEmpty()
                ? Problem.unknown(
                                "unknown-pull-request",
                                "There is no such pull request",
                                "None of the newest " + NEWEST + " pull requests has the number " + number + ".")
                        .withRemedy("`slipway pr list` shows them.")
                        .toException()
                : Problem.invalid(
                                "ambiguous-pull-request",
                                "Several pull requests have this number",
                                found.stream().map(PullRequestWords::argument).collect(Collectors.joining(", ")))
                        .withRemedy(
                                "Name the repository too, such as " + PullRequestWords.argument(found.getFirst()) + ".")
                        .toException();
    }
}
