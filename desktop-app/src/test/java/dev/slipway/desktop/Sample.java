package dev.slipway.desktop;

import dev.slipway.link.TestJournal;
import dev.slipway.link.TestServer;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.Branch;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.*;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.event.TodoItem;
import dev.slipway.model.forge.Mergeability;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.BlobId;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.session.Usage;
import dev.slipway.model.session.Watchers;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.WritingCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A small company's day, for tests and pictures.
final class Sample {
    static final Instant NOW = Instant.parse("2026-03-02T10:30:00Z");
    static final Author ADA = TestServer.ADA;
    static final Author GRACE = new Author(new UserId("grace"), "Grace Hopper", "grace@example.org");
    static final Author ALAN = new Author(new UserId("alan"), "Alan Turing", "alan@example.org");
    static final RepositoryId SHOP = new RepositoryId("web-shop");
    static final ModelName MODEL = new ModelName("anthropic/claude-sonnet-4-5");
    static final SessionId BUSY = id(1);

    private static int blocks;

    private Sample() {}

    static SessionId id(int number) {
        return SessionId.of(NOW.toEpochMilli() - number * 60_000L, number);
    }

    static void fill(TestServer server) {
        server.announce(sessions().toArray(SessionSummary[]::new));
        busy(server.journal(BUSY));
        // Asked for where a session is opened before the list has come.
        server.answer(
                SessionCalls.GET,
                (parameters, _) -> sessions().stream()
                        .filter(one -> one.id().value().equals(parameters.get("id")))
                        .map(one -> new SessionCalls.SessionDetail(one, List.of()))
                        .findFirst()
                        .orElseThrow());
        server.people(new Watchers(BUSY, List.of(GRACE, ALAN), 0), new Watchers(id(4), List.of(ALAN), 0));
        server.answer(
                ServerCalls.ME, (_, _) -> new User(ADA.user(), ADA.name(), ADA.email(), Role.ADMIN, Instant.EPOCH));
        server.answer(
                RepositoryCalls.LIST,
                (_, _) -> new RepositoryCalls.RepositoryList(
                        List.of(repository("web-shop"), repository("payments"), repository("infra"))));
        CommitId head = new CommitId("3f".repeat(20));
        server.answer(
                RepositoryCalls.BRANCHES,
                (_, _) -> new RepositoryCalls.BranchList(List.of(
                        new Branch(new BranchName("main"), head), new Branch(new BranchName("release-4"), head))));
        server.answer(
                ServerCalls.MODELS,
                (_, _) -> new ServerCalls.ModelList(
                        List.of(new ServerCalls.Model(MODEL, "anthropic", false, true, Optional.empty())),
                        Optional.of(MODEL)));
        server.answer(WritingCalls.SESSION_FILES, (parameters, _) -> files(parameters.getOrDefault("query", "")));
        server.answer(
                WritingCalls.SESSION_COMMANDS,
                (_, _) -> new WritingCalls.CommandList(List.of(
                        new WritingCalls.Command(
                                "fix", "Fix an issue and add a test", Optional.of("ISSUE"), ".slipway/commands/fix.md"),
                        new WritingCalls.Command(
                                "review",
                                "Review a pull request as a stranger would",
                                Optional.empty(),
                                ".claude/commands/review.md"))));
        server.answer(PullRequestCalls.GET, (_, _) -> pullRequest());
        ReviewSample.fill(server);
        server.answer(PullRequestCalls.DIFF, (_, _) -> diff());
        server.answer(SessionCalls.DIFF, (_, _) -> diff());
        server.answer(
                SessionCalls.PROMPT,
                (_, prompt) -> new Prompt(
                        prompt.id().orElseThrow(),
                        ADA,
                        prompt.text(),
                        prompt.mode().orElse(PromptMode.QUEUE),
                        List.of(),
                        Optional.empty(),
                        NOW));
    }

    /// Whose names have the query together.
    private static WritingCalls.FileMatches files(String query) {
        List<WritingCalls.FileMatch> found = new ArrayList<>();
        for (String path : List.of(
                "src/main/java/shop/Warehouse.java",
                "src/main/java/shop/stock/WarehouseClock.java",
                "src/test/java/shop/WarehouseTest.java",
                "docs/warehouse hours.md",
                "src/main/resources/warehouse.yml")) {
            int at = path.toLowerCase(java.util.Locale.ROOT).lastIndexOf(query.toLowerCase(java.util.Locale.ROOT));
            if (at >= 0) {
                found.add(new WritingCalls.FileMatch(
                        path,
                        java.util.stream.IntStream.range(at, at + query.length())
                                .boxed()
                                .toList()));
            }
        }
        return new WritingCalls.FileMatches(found, found.size(), Optional.empty());
    }

    static List<SessionSummary> sessions() {
        List<SessionSummary> all = new ArrayList<>();
        all.add(summary(
                1,
                "Show a delivery estimate on the product page",
                "web-shop",
                SessionState.WORKING,
                4,
                1_284_000,
                List.of(ADA, GRACE)));
        all.add(summary(
                2,
                "Retry the payment webhook with back-off",
                "payments",
                SessionState.WORKING,
                9,
                412_000,
                List.of(GRACE)));
        SessionSummary failed = summary(
                3, "Upgrade the build to Gradle 9", "web-shop", SessionState.FAILED, 26, 2_040_000, List.of(ALAN));
        all.add(failed);
        all.add(pull(
                summary(
                        4,
                        "Fix the basket's total for mixed tax rates",
                        "web-shop",
                        SessionState.IDLE,
                        71,
                        880_000,
                        List.of(ADA)),
                128,
                PullRequestState.OPEN));
        all.add(pull(
                summary(
                        5,
                        "Cache product images for a day",
                        "web-shop",
                        SessionState.IDLE,
                        150,
                        305_000,
                        List.of(GRACE, ALAN, ADA)),
                127,
                PullRequestState.MERGED));
        all.add(summary(
                6, "Why is the nightly export slow?", "payments", SessionState.IDLE, 260, 96_000, List.of(ADA)));
        all.add(pull(
                summary(
                        7,
                        "Remove the old coupon table",
                        "payments",
                        SessionState.IDLE,
                        60 * 20,
                        530_000,
                        List.of(ALAN)),
                61,
                PullRequestState.CLOSED));
        all.add(pull(
                summary(
                        8,
                        "Alert when the disk of a worker fills up",
                        "infra",
                        SessionState.IDLE,
                        60 * 26,
                        1_110_000,
                        List.of(GRACE)),
                14,
                PullRequestState.MERGED));
        all.add(summary(
                9,
                "Document how to rotate the signing keys",
                "infra",
                SessionState.INTERRUPTED,
                60 * 30,
                71_000,
                List.of(ADA)));
        all.add(pull(
                summary(
                        10,
                        "Search: accept umlauts and accents",
                        "web-shop",
                        SessionState.IDLE,
                        60 * 24 * 4,
                        690_000,
                        List.of(ADA, ALAN)),
                119,
                PullRequestState.MERGED));
        all.add(summary(
                11,
                "Draft a load test for checkout",
                "web-shop",
                SessionState.IDLE,
                60 * 24 * 12,
                220_000,
                List.of(GRACE)));
        return all;
    }

    static SessionSummary summary(
            int number,
            String title,
            String repository,
            SessionState state,
            long minutesAgo,
            long microUsd,
            List<Author> prompters) {
        String slug = title.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^(.{1,28}).*$", "$1")
                .replaceAll("-$", "");
        return new SessionSummary(
                id(number),
                title,
                new RepositoryId(repository),
                new BranchName("main"),
                new BranchName("slipway/" + id(number).value() + "-" + slug),
                MODEL,
                state,
                prompters.getFirst(),
                prompters,
                number == 1 ? 2 : 0,
                Usage.NONE,
                new Cost(new Money(microUsd), true),
                Optional.empty(),
                Optional.empty(),
                false,
                state == SessionState.FAILED ? Optional.of("The model's provider refused the key") : Optional.empty(),
                Optional.empty(),
                40,
                40,
                NOW.minus(Duration.ofMinutes(minutesAgo + 30)),
                NOW.minus(Duration.ofMinutes(minutesAgo)));
    }

    static SessionSummary pull(SessionSummary s, int number, PullRequestState state) {
        return new SessionSummary(
                s.id(),
                s.title(),
                s.repository(),
                s.base(),
                s.branch(),
                s.model(),
                s.state(),
                s.creator(),
                s.prompters(),
                s.queued(),
                s.usage(),
                s.cost(),
                Optional.of(new PullRequestRef(s.repository(), number)),
                Optional.of(state),
                false,
                s.trouble(),
                s.archivedAt(),
                s.lastSeq(),
                s.lastSeq(),
                s.createdAt(),
                s.updatedAt());
    }

    static PullRequest pullRequest() {
        CommitId head = new CommitId("3f".repeat(20));
        return new PullRequest(
                new PullRequestRef(SHOP, 128),
                "Fix the basket's total for mixed tax rates",
                "The total summed **net** prices and then applied the first line's rate. Now each line carries its own tax.\n\n- 14 tests, all green\n- no change of the API",
                ADA,
                new BranchName("slipway/fix-the-basket"),
                new BranchName("main"),
                head,
                PullRequestState.OPEN,
                new Mergeability(Mergeability.Status.CLEAN, List.of()),
                new DiffStat(3, 61, 12),
                Optional.of(id(4)),
                List.of(ADA.user()),
                List.of(new Review(
                        1,
                        GRACE,
                        Review.Verdict.APPROVE,
                        "Reads well. The rounding is where it should be.",
                        head,
                        NOW.minusSeconds(3_000),
                        List.of())),
                Optional.empty(),
                Optional.empty(),
                NOW.minusSeconds(9_000),
                NOW.minusSeconds(3_000));
    }

    static Diff diff() {
        String patch = """
                diff --git a/src/main/java/shop/Basket.java b/src/main/java/shop/Basket.java
                --- a/src/main/java/shop/Basket.java
                +++ b/src/main/java/shop/Basket.java
                @@ -41,11 +41,14 @@ final class Basket {
                     /// What the customer pays.
                     Money total() {
                -        Money net = Money.ZERO;
                +        Money total = Money.ZERO;
                         for (Line line : lines) {
                -            net = net.plus(line.price().times(line.count()));
                +            Money net = line.price().times(line.count());
                +            total = total.plus(net.plus(line.taxRate().of(net)));
                         }
                -        return net.plus(lines.getFirst().taxRate().of(net));
                +        // Rounded once, at the end: half up, as invoices are.
                +        return total.rounded();
                     }

                     int count() {
                @@ -72,4 +75,8 @@ final class Basket {
                         return lines.stream().mapToInt(Line::count).sum();
                     }
                +
                +    boolean mixesTaxRates() {
                +        return lines.stream().map(Line::taxRate).distinct().count() > 1;
                +    }
                 }
                """;
        return new Diff(
                Optional.empty(),
                Optional.empty(),
                new DiffStat(3, 61, 12),
                List.of(
                        new FileChange(
                                "src/main/java/shop/Basket.java",
                                Optional.empty(),
                                FileChange.Kind.MODIFIED,
                                9,
                                3,
                                false,
                                Optional.of(patch)),
                        new FileChange(
                                "src/test/java/shop/BasketTest.java",
                                Optional.empty(),
                                FileChange.Kind.ADDED,
                                52,
                                0,
                                false,
                                Optional.empty()),
                        new FileChange(
                                "docs/tax.png",
                                Optional.empty(),
                                FileChange.Kind.DELETED,
                                0,
                                0,
                                true,
                                Optional.empty())),
                false);
    }

    private static Repository repository(String name) {
        return new Repository(
                new RepositoryId(name),
                Optional.empty(),
                new BranchName("main"),
                Optional.empty(),
                "/git/" + name + ".git",
                List.of(),
                Instant.EPOCH);
    }

    static Prompt prompt(String id, Author author, String text, Attachment... attachments) {
        return new Prompt(
                new PromptId(id),
                author,
                text,
                PromptMode.QUEUE,
                List.of(attachments),
                Optional.empty(),
                NOW.minusSeconds(600));
    }

    /// A session in the middle of its second turn.
    static void busy(TestJournal journal) {
        TurnId one = new TurnId(1);
        TurnId two = new TurnId(2);
        journal.append(
                new SessionCreated(
                        BUSY,
                        SHOP,
                        new BranchName("main"),
                        new BranchName("slipway/show-a-delivery"),
                        MODEL,
                        ADA,
                        "Show a delivery estimate on the product page"),
                new PromptAccepted(prompt(
                        "p1",
                        ADA,
                        "Customers keep asking when an order will arrive. Show a **delivery estimate** on the product page, below the price. Use the warehouse's cut-off time (`16:00` local), and skip weekends.",
                        new Attachment("mock-up.png", "image/png", new BlobId("ab".repeat(32)), 48_000))),
                new TurnStarted(one, MODEL, ADA),
                new PromptDelivered(new PromptId("p1"), one),
                new SandboxReady("s1", "overlayfs + bubblewrap", Duration.ofMillis(212)),
                new ModelCallStarted(one, 1, MODEL),
                new ReasoningWritten(
                        block(),
                        "The product page is rendered by `ProductPage.java`. I should look for how the price is shown and where the warehouse's opening hours are kept before I write anything. A clock must be injected, else the tests would depend on the day.",
                        "anthropic",
                        "{}"),
                new TextWritten(
                        block(), "I'll look at how the page is built and where the warehouse's hours are kept.", true),
                call("c1", "grep", Effect.READS, "Search \"cutOff\" in src", "{\"pattern\":\"cutOff\"}"),
                new ToolCallStarted("c1"),
                done(
                        "c1",
                        "src/main/java/shop/Warehouse.java:18:    private final LocalTime cutOff;\nsrc/main/java/shop/Warehouse.java:31:    LocalTime cutOff() {",
                        0,
                        38),
                call(
                        "c2",
                        "read",
                        Effect.READS,
                        "Read src/main/java/shop/ProductPage.java",
                        "{\"path\":\"src/main/java/shop/ProductPage.java\"}"),
                new ToolCallStarted("c2"),
                done("c2", "1\tpackage shop;\n2\t\n3\tfinal class ProductPage {", 0, 12),
                new TodoChanged(List.of(
                        new TodoItem("Work out the day of delivery from a clock", TodoItem.State.DONE),
                        new TodoItem("Show it below the price", TodoItem.State.IN_PROGRESS),
                        new TodoItem("Cover weekends and the cut-off in tests", TodoItem.State.OPEN))),
                call(
                        "c3",
                        "edit",
                        Effect.WRITES,
                        "Edit src/main/java/shop/ProductPage.java",
                        "{\"path\":\"src/main/java/shop/ProductPage.java\",\"old_text\":\"        page.add(price(product));\\n        page.add(buyButton(product));\\n\",\"new_text\":\"        page.add(price(product));\\n        LocalDate day = estimate.arrival(clock.instant());\\n        page.add(text(\\\"Arrives \\\" + WEEKDAY.format(day)));\\n        page.add(buyButton(product));\\n\"}"),
                new ToolCallStarted("c3"),
                done("c3", "1 replacement", 0, 9),
                call(
                        "c4",
                        "shell",
                        Effect.EXECUTES,
                        "./gradlew test --tests '*Delivery*'",
                        "{\"command\":\"./gradlew test\"}"),
                new ToolCallStarted("c4"),
                done(
                        "c4",
                        "> Task :compileJava\n> Task :test\n\nDeliveryEstimateTest > beforeTheCutOff \u001b[32mPASSED\u001b[0m\nDeliveryEstimateTest > skipsTheWeekend \u001b[31mFAILED\u001b[0m\n    expected: 2026-03-09\n     but was: 2026-03-07\n\n\u001b[1m2 tests completed, 1 failed\u001b[0m",
                        1,
                        8_420),
                new TextWritten(block(), """
                        Friday evening shows the gap: the estimate counts Saturday. The rule belongs into one small class:

                        ```java
                        /// The day on which an order that is placed now arrives.
                        LocalDate arrival(Instant now) {
                            LocalDate day = LocalDate.ofInstant(now, zone);
                            if (!LocalTime.ofInstant(now, zone).isBefore(cutOff)) {
                                day = day.plusDays(1);
                            }
                            return workingDay(day.plusDays(2)); // 2 = handling + transport
                        }
                        ```

                        What that gives:

                        | ordered | arrives |
                        |---|---|
                        | Thursday, 15:59 | Monday |
                        | Friday, 16:00 | Tuesday |

                        1. Weekends are skipped **after** handling.
                        2. Holidays are left out; the warehouse has no calendar of them yet.
                        """, true),
                call("c5", "shell", Effect.EXECUTES, "./gradlew check", "{\"command\":\"./gradlew check\"}"),
                new ToolCallStarted("c5"),
                done("c5", "BUILD SUCCESSFUL in 21s", 0, 21_300),
                new CommitCreated(
                        new CommitId("3fa9c1d" + "0".repeat(33)),
                        "Show a delivery estimate on the product page",
                        ADA,
                        List.of(),
                        new DiffStat(4, 118, 6)),
                new TurnCompleted(one, Duration.ofSeconds(94)),
                new PromptAccepted(
                        prompt("p2", GRACE, "Nice. Can the estimate also stand in the basket? Same words, please.")),
                new TurnStarted(two, MODEL, GRACE),
                new PromptDelivered(new PromptId("p2"), two),
                new ModelCallStarted(two, 1, MODEL),
                call(
                        "c6",
                        "shell",
                        Effect.EXECUTES,
                        "./gradlew test --tests '*Basket*'",
                        "{\"command\":\"./gradlew test\"}"),
                new ToolCallStarted("c6"),
                new PromptAccepted(
                        prompt("p3", ADA, "When that is done, open the pull request and name Grace as a reviewer.")),
                new PromptAccepted(prompt("p4", GRACE, "And add a line to the changelog.")));
        journal.stream(
                new BlockId("out6"),
                BlockKind.TOOL_OUTPUT,
                "c6",
                "> Task :compileTestJava\n\u001b[36m> Task :test\u001b[0m\nBasketTest > totalsMixedTaxRates \u001b[32mPASSED\u001b[0m\n");
        journal.stream(
                new BlockId("txt7"),
                BlockKind.TEXT,
                "",
                "While these run: the basket builds its lines in `BasketView`, so the same `arrival` can be shown there without");
    }

    static BlockId block() {
        return new BlockId("blk" + blocks++);
    }

    static SessionEvent call(String call, String tool, Effect effect, String summary, String arguments) {
        return new ToolCallRequested(block(), new TurnId(1), call, tool, arguments, effect, summary);
    }

    static SessionEvent done(String call, String output, int exit, long millis) {
        return new ToolCallCompleted(
                block(),
                call,
                exit == 0 ? Outcome.SUCCEEDED : Outcome.FAILED,
                output,
                List.of(),
                Optional.empty(),
                Optional.of(exit),
                Duration.ofMillis(millis));
    }

    static Problem keyRefused() {
        return Problem.unavailable(
                        "provider-refused-key",
                        "The model's provider refused the key",
                        "anthropic answered 401 to the first call of this turn.")
                .withRemedy("An admin gives a valid key in Settings, Models. Then send any prompt to go on.");
    }
}
