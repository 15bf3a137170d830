package dev.slipway.cli;

import dev.slipway.cli.Api.Answer;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.wire.PullRequestCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Pull requests of the local forge.
@Command(
        name = "pr",
        description = "List, show, review, approve and merge pull requests.",
        synopsisSubcommandLabel = "COMMAND")
final class PullRequestCommand {
    private static final String REF =
            "Its repository and number, such as shop/3 or shop#3; just 3 where only one repository has it.";

    private final Slipway slipway;

    PullRequestCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Command(name = "list", description = "List pull requests, newest first.")
    int list(
            @Option(
                            names = {"-r", "--repo"},
                            paramLabel = "NAME",
                            description = "Only those of this repository.")
                    @Nullable String repository,
            @Option(
                            names = {"-s", "--state"},
                            paramLabel = "STATE",
                            description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
                    @Nullable PullRequestState state,
            @Option(names = "--session", paramLabel = "SESSION", description = "Only those of this session.") @Nullable String session,
            @Option(
                            names = {"-n", "--limit"},
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many, at most 200 (by default ${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--cursor", paramLabel = "CURSOR", description = "Where to go on, as the list before said.")
                    @Nullable String cursor)
            throws InterruptedException {
        var call = slipway.api().call(PullRequestCalls.LIST).with("limit", limit);
        if (repository != null) {
            call.with("repository", repository);
        }
        if (state != null) {
            call.with("state", state);
        }
        if (session != null) {
            call.with("session", new SessionChoice(slipway.api()).find(session).value());
        }
        if (cursor != null) {
            call.with("cursor", cursor);
        }
        var answer = call.send();
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        Console console = slipway.console();
        List<List<String>> rows = new ArrayList<>();
        for (PullRequest pull : answer.value().pullRequests()) {
            rows.add(List.of(
                    PullRequestWords.argument(pull.ref()),
                    PullRequestWords.state(pull),
                    SafeText.line(pull.author().name(), 20),
                    Wording.change(pull.stat()),
                    SafeText.line(pull.title(), 70)));
        }
        console.table(rows);
        if (rows.isEmpty()) {
            console.aside("No pull requests.");
        }
        answer.value().next().ifPresent(next -> console.aside("More: slipway pr list --cursor " + next));
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Show a pull request with its reviews.")
    int show(@Parameters(paramLabel = "PR", description = REF) String ref) throws InterruptedException {
        PullRequestRef chosen = find(ref);
        return print(slipway.api()
                .call(PullRequestCalls.GET, chosen.repository().value(), chosen.number())
                .send());
    }

    @Command(name = "diff", description = "Show what a pull request changes.")
    int diff(
            @Parameters(paramLabel = "PR", description = REF) String ref,
            @Option(names = "--stat", description = "Only which files, and how many lines.") boolean stat)
            throws InterruptedException {
        PullRequestRef chosen = find(ref);
        var answer = slipway.api()
                .call(PullRequestCalls.DIFF, chosen.repository().value(), chosen.number())
                .send();
        if (!slipway.printedAsJson(answer)) {
            new DiffView(slipway).print(answer.value(), stat);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "open",
            description =
                    "Open a pull request for a branch. (An agent opens its own; this is for a branch that you pushed.)")
    int open(
            @Parameters(paramLabel = "REPOSITORY", description = "Its name here.") String repository,
            @Parameters(paramLabel = "BRANCH", description = "The branch to merge.") String head,
            @Option(
                            names = "--base",
                            paramLabel = "BRANCH",
                            description = "The branch to merge into; else the default branch.")
                    @Nullable String base,
            @Option(
                            names = {"-t", "--title"},
                            paramLabel = "TITLE",
                            required = true,
                            description = "Its title.")
                    String title,
            @Option(names = "--body", paramLabel = "TEXT", description = "Its text, Markdown.") @Nullable String body,
            @Option(names = "--session", paramLabel = "SESSION", description = "The session whose work it is.")
                    @Nullable String session)
            throws InterruptedException {
        Optional<SessionId> id =
                session == null ? Optional.empty() : Optional.of(new SessionChoice(slipway.api()).find(session));
        return print(slipway.api()
                .call(PullRequestCalls.OPEN, repository)
                .send(new PullRequestCalls.NewPullRequest(
                        new BranchName(head),
                        Optional.ofNullable(base).map(BranchName::new),
                        title,
                        Optional.ofNullable(body),
                        id)));
    }

    @Command(name = "review", description = "Review a pull request.")
    int review(
            @Parameters(paramLabel = "PR", description = REF) String ref,
            @Option(
                            names = "--verdict",
                            paramLabel = "VERDICT",
                            defaultValue = "COMMENT",
                            description = "${COMPLETION-CANDIDATES} (by default ${DEFAULT-VALUE}).")
                    Review.Verdict verdict,
            @Option(
                            names = {"-m", "--message"},
                            paramLabel = "TEXT",
                            description = "What to say.")
                    @Nullable String body)
            throws InterruptedException {
        return review(find(ref), verdict, body);
    }

    @Command(name = "approve", description = "Approve a pull request. Who prompted its session can't.")
    int approve(
            @Parameters(paramLabel = "PR", description = REF) String ref,
            @Option(
                            names = {"-m", "--message"},
                            paramLabel = "TEXT",
                            description = "What to say.")
                    @Nullable String body)
            throws InterruptedException {
        return review(find(ref), Review.Verdict.APPROVE, body);
    }

    @Command(name = "merge", description = "Merge a pull request.")
    int merge(
            @Parameters(paramLabel = "PR", description = REF) String ref,
            @Option(
                            names = "--method",
                            paramLabel = "METHOD",
                            description = "${COMPLETION-CANDIDATES} (by default MERGE).")
                    @Nullable MergeMethod method,
            @Option(
                            names = "--expected",
                            paramLabel = "COMMIT",
                            description = "Refuse if its newest commit is another.")
                    @Nullable String expected,
            @Option(
                            names = {"-m", "--message"},
                            paramLabel = "TEXT",
                            description = "The message of the merge or squash commit.")
                    @Nullable String message)
            throws InterruptedException {
        PullRequestRef chosen = find(ref);
        return print(slipway.api()
                .call(PullRequestCalls.MERGE, chosen.repository().value(), chosen.number())
                .send(new PullRequestCalls.Merge(
                        Optional.ofNullable(method),
                        Optional.ofNullable(expected).map(CommitId::new),
                        Optional.ofNullable(message))));
    }

    @Command(name = "edit", description = "Change the title or text of a pull request.")
    int edit(
            @Parameters(paramLabel = "PR", description = REF) String ref,
            @Option(
                            names = {"-t", "--title"},
                            paramLabel = "TITLE",
                            description = "A new title.")
                    @Nullable String title,
            @Option(names = "--body", paramLabel = "TEXT", description = "A new text.") @Nullable String body)
            throws InterruptedException {
        return change(ref, Optional.ofNullable(title), Optional.ofNullable(body), Optional.empty());
    }

    @Command(name = "close", description = "Close a pull request without merging it.")
    int close(@Parameters(paramLabel = "PR", description = REF) String ref) throws InterruptedException {
        return change(ref, Optional.empty(), Optional.empty(), Optional.of(false));
    }

    @Command(name = "reopen", description = "Open a closed pull request again.")
    int reopen(@Parameters(paramLabel = "PR", description = REF) String ref) throws InterruptedException {
        return change(ref, Optional.empty(), Optional.empty(), Optional.of(true));
    }

    private int change(String ref, Optional<String> title, Optional<String> body, Optional<Boolean> open)
            throws InterruptedException {
        PullRequestRef chosen = find(ref);
        return print(slipway.api()
                .call(PullRequestCalls.CHANGE, chosen.repository().value(), chosen.number())
                .send(new PullRequestCalls.PullRequestChange(title, body, open)));
    }

    private int review(PullRequestRef chosen, Review.Verdict verdict, @Nullable String body)
            throws InterruptedException {
        return print(slipway.api()
                .call(PullRequestCalls.REVIEW, chosen.repository().value(), chosen.number())
                .send(new PullRequestCalls.NewReview(verdict, Optional.ofNullable(body), List.of())));
    }

    private PullRequestRef find(String text) throws InterruptedException {
        return new PullRequestChoice(slipway.api()).find(text);
    }

    private int print(Answer<PullRequest> answer) {
        if (slipway.printedAsJson(answer)) {
            return ExitCode.OK;
        }
        PullRequest pull = answer.value();
        Console console = slipway.console();
        console.line(console.bold(SafeText.line(pull.title(), 200)));
        console.line(PullRequestWords.argument(pull.ref()) + " " + PullRequestWords.state(pull) + ", "
                + pull.head().value() + " → " + pull.base().value() + " · " + Wording.change(pull.stat()));
        console.line("by " + SafeText.line(pull.author().ident(), 200)
                + pull.session().map(id -> ", from session " + id.value()).orElse("")
                + (pull.prompters().isEmpty()
                        ? ""
                        : "; prompted by " + PullRequestWords.prompters(pull) + ", who can't approve it"));
        if (!pull.body().isBlank()) {
            console.line("");
            console.print(SafeText.of(pull.body(), false));
            console.line("");
        }
        pull.reviews().forEach(review -> console.line("◆ " + PullRequestWords.review(review, pull)));
        pull.mergeCommit()
                .ifPresent(commit -> console.line(console.green("◆ merged") + " as " + commit.abbreviated()
                        + pull.mergedBy()
                                .map(by -> " by " + SafeText.line(by.name(), 80))
                                .orElse("")));
        if (pull.state() == PullRequestState.OPEN) {
            console.line(PullRequestWords.mergeability(pull));
        }
        return ExitCode.OK;
    }
}
