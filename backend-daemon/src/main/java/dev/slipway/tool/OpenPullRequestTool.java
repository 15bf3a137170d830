package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.event.Effect;
import dev.slipway.model.problem.ProblemException;
import java.util.Optional;

/// Hands the work over: the one tool by which something leaves the sandbox.
final class OpenPullRequestTool extends DescribedTool {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_BODY = 60_000;

    OpenPullRequestTool() {
        super("open_pull_request", Effect.REACHES_OUT);
    }

    @Override
    String summarise(JsonNode arguments) {
        return "Open a pull request: " + arguments.path("title").asText();
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context) throws BadArgumentsException, InterruptedException {
        String title = arguments.text("title").strip();
        String body = arguments.text("body").strip();
        if (title.isEmpty() || title.length() > LONGEST_TITLE || title.chars().anyMatch(Character::isISOControl)) {
            throw new BadArgumentsException("The title must be one line of 1 to " + LONGEST_TITLE + " characters.");
        }
        if (body.length() > LONGEST_BODY) {
            throw new BadArgumentsException("The body must have at most " + LONGEST_BODY + " characters.");
        }
        PullRequestOpener.Opened opened =
                context.pullRequests().open(new PullRequestOpener.Draft(title, body, base(arguments)));
        String done = (opened.created() ? "Opened pull request " : "Updated pull request ") + opened.pullRequest();
        context.notes().left(done + " \"" + title + "\"");
        return ToolResult.succeeded(done + ". " + opened.detail());
    }

    private static Optional<BranchName> base(Arguments arguments) throws BadArgumentsException {
        try {
            return arguments.optionalText("base").map(BranchName::new);
        } catch (ProblemException malformed) {
            throw new BadArgumentsException(malformed.problem().detail());
        }
    }
}
