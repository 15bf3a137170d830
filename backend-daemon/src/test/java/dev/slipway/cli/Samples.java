package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.Mergeability;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Values that the tests of the command line speak about.
final class Samples {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");
    static final SessionId FIRST = new SessionId("01h000000aaaa");
    static final SessionId SECOND = new SessionId("01h000000bbbb");
    static final CommitId COMMIT = new CommitId("a".repeat(40));

    private Samples() {}

    static SessionSummary session(SessionId id, String title, SessionState state) {
        return new SessionSummary(
                id,
                title,
                new RepositoryId("shop"),
                new BranchName("main"),
                new BranchName("slipway/" + id.value() + "-x"),
                new ModelName("anthropic/claude"),
                state,
                ADA,
                List.of(ADA),
                0,
                Usage.NONE,
                new Cost(new Money(13_200), true),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                7,
                7,
                NOON,
                NOON);
    }

    static Repository repository(String id, String origin) {
        return new Repository(
                new RepositoryId(id),
                Optional.of(origin),
                new BranchName("main"),
                Optional.of(COMMIT),
                "/git/" + id + ".git",
                List.of(),
                NOON);
    }

    static Prompt prompt(String id, String text) {
        return new Prompt(new PromptId(id), ADA, text, PromptMode.QUEUE, List.of(), Optional.empty(), NOON);
    }

    static PullRequest pull(String repository, int number) {
        return new PullRequest(
                new PullRequestRef(new RepositoryId(repository), number),
                "Add a search field",
                "It searches.",
                ADA,
                new BranchName("slipway/x"),
                new BranchName("main"),
                COMMIT,
                PullRequestState.OPEN,
                new Mergeability(Mergeability.Status.CLEAN, List.of()),
                new DiffStat(2, 10, 1),
                Optional.of(FIRST),
                List.of(new UserId("ada")),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                NOON,
                NOON);
    }
}
