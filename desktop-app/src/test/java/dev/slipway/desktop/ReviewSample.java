package dev.slipway.desktop;

import dev.slipway.link.TestServer;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.CommitInfo;
import dev.slipway.model.code.Contributor;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.MergeGate;
import dev.slipway.model.forge.MergeGate.Obstacle;
import dev.slipway.model.forge.MergeRules;
import dev.slipway.model.forge.Mergeability;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestEvent;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.SessionCalls;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a reviewer of the sample company sees.
final class ReviewSample {
    private static final CommitId HEAD = new CommitId("3f".repeat(20));
    private static final Instant NOW = Sample.NOW;

    private ReviewSample() {}

    static void fill(TestServer server) {
        server.answer(PullRequestCalls.DETAIL, (_, _) -> detail());
        server.answer(PullRequestCalls.LIST, (_, _) -> list());
        server.answer(PullRequestCalls.FILE, (_, _) -> file());
        server.answer(SessionCalls.FILE, (_, _) -> file());
    }

    /// Ada's, whose session it is: with a comment on a line, a failed check, and a conflict.
    static PullRequestDetail detail() {
        PullRequest base = Sample.pullRequest();
        LineComment comment = new LineComment(
                "src/main/java/shop/Basket.java",
                Side.AFTER,
                49,
                50,
                "        // Rounded once, at the end: half up, as invoices are.\n        return total.rounded();",
                "Do invoices really round *half up* everywhere? In Switzerland they round to five.");
        Review older = new Review(
                2,
                Sample.ALAN,
                Review.Verdict.REQUEST_CHANGES,
                "One question beside the code.",
                new CommitId("2a".repeat(20)),
                NOW.minusSeconds(5_000),
                List.of(comment));
        List<Review> reviews = List.of(older, base.reviews().getFirst());
        PullRequest pull = with(
                base,
                reviews,
                new Mergeability(
                        Mergeability.Status.CONFLICTING,
                        List.of("src/main/java/shop/Basket.java", "src/main/java/shop/Invoice.java")));
        return new PullRequestDetail(
                pull,
                new MergeGate(
                        1,
                        1,
                        List.of(Sample.GRACE, Sample.ALAN),
                        List.of(
                                new Obstacle(
                                        Obstacle.Kind.CONFLICTS,
                                        pull.mergeability().conflicts()),
                                new Obstacle(Obstacle.Kind.CHANGES_REQUESTED, List.of("Alan Turing")),
                                new Obstacle(Obstacle.Kind.CHECKS_FAILED, List.of("build")))),
                new MergeRules(1, List.of("build")),
                List.of(
                        check("build", CommitCheck.State.FAILED, "2 of 214 tests failed"),
                        check("licences", CommitCheck.State.PASSED, ""),
                        check("preview", CommitCheck.State.PENDING, "Deploying to a preview")),
                List.of(
                        commit("3f", "Round a basket's total once, at the end", Sample.ADA, Optional.of(Sample.GRACE)),
                        commit("2a", "Sum taxes line by line", Sample.ADA, Optional.empty())),
                List.of(
                        event(9_000, PullRequestEvent.Kind.OPENED, Sample.ADA, "2a"),
                        event(5_000, PullRequestEvent.Kind.CHANGES_REQUESTED, Sample.ALAN, "2a"),
                        event(4_000, PullRequestEvent.Kind.PUSHED, Sample.ADA, "3f"),
                        event(3_000, PullRequestEvent.Kind.APPROVED, Sample.GRACE, "3f")));
    }

    private static CommitCheck check(String name, CommitCheck.State state, String summary) {
        return new CommitCheck(name, state, Optional.of("https://ci.example.org/412"), summary, HEAD, Sample.ALAN, NOW);
    }

    private static CommitInfo commit(String digits, String subject, Author author, Optional<Author> other) {
        return new CommitInfo(
                new CommitId(digits.repeat(20)),
                subject,
                new Contributor(author.name(), author.email()),
                other.map(person -> new Contributor(person.name(), person.email())).stream()
                        .toList(),
                NOW.minusSeconds(6_000),
                Optional.of(Sample.id(4)));
    }

    private static PullRequestEvent event(long ago, PullRequestEvent.Kind kind, Author by, String digits) {
        return new PullRequestEvent(
                NOW.minusSeconds(ago), kind, Optional.of(by), Optional.of(new CommitId(digits.repeat(20))), "");
    }

    private static PullRequest with(PullRequest pull, List<Review> reviews, Mergeability mergeability) {
        return new PullRequest(
                pull.ref(),
                pull.title(),
                pull.body(),
                pull.author(),
                pull.head(),
                pull.base(),
                pull.headCommit(),
                pull.state(),
                mergeability,
                pull.stat(),
                pull.session(),
                pull.prompters(),
                reviews,
                pull.mergeCommit(),
                pull.mergedBy(),
                pull.createdAt(),
                pull.updatedAt());
    }

    private static PullRequestCalls.PullRequestPage list() {
        return new PullRequestCalls.PullRequestPage(
                List.of(
                        listed(134, "Retry the payment webhook with back-off", Sample.GRACE, 4, 212, 31, false),
                        listed(131, "Show stock in the search results", Sample.ALAN, 45, 88, 12, true),
                        listed(
                                129,
                                "Drop the old export, which nobody has used since the spring, and its tables",
                                Sample.GRACE,
                                190,
                                4,
                                1_903,
                                false)),
                Optional.empty());
    }

    private static PullRequest listed(
            int number, String title, Author author, int minutes, int added, int removed, boolean approved) {
        return new PullRequest(
                new PullRequestRef(Sample.SHOP, number),
                title,
                "",
                author,
                new BranchName("slipway/work-" + number),
                new BranchName("main"),
                HEAD,
                PullRequestState.OPEN,
                new Mergeability(
                        number == 129 ? Mergeability.Status.CONFLICTING : Mergeability.Status.CLEAN, List.of()),
                new DiffStat(7, added, removed),
                Optional.of(Sample.id(number)),
                List.of(author.user()),
                approved
                        ? List.of(new Review(9, Sample.GRACE, Review.Verdict.APPROVE, "", HEAD, NOW, List.of()))
                        : List.of(),
                Optional.empty(),
                Optional.empty(),
                NOW.minusSeconds(9_000),
                NOW.minusSeconds(minutes * 60L));
    }

    private static FileContent file() {
        StringBuilder text = new StringBuilder("package shop;\n\nfinal class BasketTest {\n");
        for (int i = 1; i < 90; i++) {
            text.append("    // line ").append(i + 3).append('\n');
        }
        return new FileContent(
                "x", text.length(), Optional.of(text.append("}\n").toString()), Optional.empty());
    }
}
