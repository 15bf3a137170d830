package dev.slipway.desktop;

import dev.slipway.control.Png;
import dev.slipway.link.TestJournal;
import dev.slipway.link.TestServer;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.*;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.event.TodoItem;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.BlobId;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.TurnId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.image.Image;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/// A session in which everything occurs that a transcript can show.
final class Kinds {
    static final SessionId SESSION = Sample.id(2);
    /// The event from which on a part of the session is looked at.
    private long markdown;

    private long outputs;
    private long ends;
    private long places;

    Kinds(TestServer server) {
        TestJournal journal = server.journal(SESSION);
        BlobId mock = server.blob(Png.of(page(Color.web("#e8eef7"), Color.web("#2f6fde"))));
        BlobId shot = server.blob(Png.of(page(Color.web("#fdf6ec"), Color.web("#c2571a"))));
        journal.pass(Duration.ofHours(-26));
        first(journal, mock, shot);
        journal.pass(Duration.ofHours(26).minusSeconds(10));
        second(journal);
    }

    long markdown() {
        return markdown;
    }

    long outputs() {
        return outputs;
    }

    long ends() {
        return ends;
    }

    /// Where what became of its places of work begins.
    long places() {
        return places;
    }

    private void first(TestJournal journal, BlobId mock, BlobId shot) {
        TurnId one = new TurnId(1);
        journal.append(
                new SessionCreated(
                        SESSION,
                        Sample.SHOP,
                        new BranchName("main"),
                        new BranchName("slipway/retry"),
                        Sample.MODEL,
                        Sample.GRACE,
                        "Retry the payment webhook with back-off"),
                new PromptAccepted(Sample.prompt(
                        "k1",
                        Sample.GRACE,
                        "Payments get lost when the bank's webhook answers 503. Retry with back-off, as drawn; see `src/main/java/pay/Webhook.java:42`.",
                        new Attachment("back-off.png", "image/png", mock, 48_000),
                        new Attachment("gone.png", "image/png", new BlobId("cd".repeat(32)), 9_000),
                        new Attachment("bank.log", "text/plain", new BlobId("ef".repeat(32)), 9_000))),
                new TurnStarted(one, Sample.MODEL, Sample.GRACE),
                new PromptDelivered(new PromptId("k1"), one),
                new SandboxReady(
                        "s1",
                        "overlayfs + bubblewrap",
                        Duration.ofMillis(212),
                        Optional.of(new HostId("build-2")),
                        Optional.of("the least busy of 3 hosts")),
                new ReasoningWritten(
                        Sample.block(),
                        "The webhook is called in one place. A retry needs a clock and jitter, both injected.",
                        "anthropic",
                        "{}"),
                look("r1", "read", "Read src/main/java/pay/Webhook.java"),
                look("r2", "read", "Read src/main/java/pay/Retry.java"),
                look("r3", "grep", "Search \"503\" in src"),
                look("r4", "read", "Read src/test/java/pay/WebhookTest.java"),
                look("r5", "glob", "Find **/*Clock*.java"));
        for (String call : List.of("r1", "r2", "r3", "r4", "r5")) {
            journal.append(
                    new ToolCallStarted(call), Sample.done(call, "1\tpackage pay;\n2\t\n3\tfinal class X {", 0, 12));
        }
        journal.append(
                new TodoChanged(List.of(
                        new TodoItem("Retry with back-off and jitter", TodoItem.State.DONE),
                        new TodoItem("Give up after a day, and say so", TodoItem.State.IN_PROGRESS),
                        new TodoItem("Tests with a clock that is moved by hand", TodoItem.State.OPEN))),
                Sample.call(
                        "e1",
                        "edit",
                        Effect.WRITES,
                        "Edit src/main/java/pay/Retry.java",
                        "{\"path\":\"src/main/java/pay/Retry.java\",\"old_text\":\"    Duration after(int attempt) {\\n        return Duration.ofSeconds(1);\\n    }\\n\",\"new_text\":\"    /// Doubles up to an hour; jitter keeps clients apart.\\n    Duration after(int attempt) {\\n        long millis = 500L << Math.min(attempt, 13);\\n        return Duration.ofMillis(millis + random.nextLong(millis / 4));\\n    }\\n\"}"),
                new ToolCallStarted("e1"),
                Sample.done("e1", "1 replacement", 0, 9));
        outputs = journal.last() + 1;
        StringBuilder output = new StringBuilder();
        for (int i = 1; i <= 64; i++) {
            output.append("WebhookTest > attempt ").append(i).append(" \u001b[32mPASSED\u001b[0m\n");
        }
        output.append(
                "WebhookTest > givesUpAfterADay \u001b[31mFAILED\u001b[0m\n"
                        + "    java.lang.AssertionError at src/test/java/pay/WebhookTest.java:88\n\u001b[1m65 tests, 1 failed\u001b[0m");
        journal.append(
                Sample.call(
                        "s1",
                        "shell",
                        Effect.EXECUTES,
                        "./gradlew test --tests '*Webhook*'",
                        "{\"command\":\"./gradlew test --tests '*Webhook*'\"}"),
                new ToolCallStarted("s1"),
                Sample.done("s1", output.toString(), 1, 18_420),
                Sample.call("s2", "screenshot", Effect.EXECUTES, "Screenshot of http://localhost:8080/payments", "{}"),
                new ToolCallStarted("s2"),
                new ToolCallCompleted(
                        Sample.block(),
                        "s2",
                        Outcome.SUCCEEDED,
                        "",
                        List.of(shot),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(640)),
                Sample.call("s3", "shell", Effect.EXECUTES, "sleep 1000", "{\"command\":\"sleep 1000\"}"),
                new ToolCallStarted("s3"),
                new ToolCallCompleted(
                        Sample.block(),
                        "s3",
                        Outcome.TIMED_OUT,
                        "",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMinutes(10)));
        markdown = journal.last() + 1;
        journal.append(new TextWritten(Sample.block(), """
                ## What was wrong

                The webhook gave up after **one** attempt. Now it *doubles* the pause, ~~forever~~ for a day; see
                [the bank's rules](https://bank.example/webhooks) and `Retry.java`.

                - [x] Back-off with jitter
                - [ ] Tell the merchant
                    1. by mail
                    2. in the list of payments

                > The bank sends `Retry-After` in seconds. We heed it.

                ```yaml
                payments:
                  retry: {first: 500ms, most: 1h}   # then a mail
                ```

                ```sql
                SELECT id, attempts FROM webhook WHERE state = 'WAITING' AND due < now(); -- every minute
                ```

                | attempt | pause | sum | what the bank sees | what the merchant sees | what is logged |
                |--:|--:|--:|---|---|---|
                | 1 | 0.5 s | 0.5 s | the same request, with the same idempotency key | nothing yet | `retry 1` |
                | 13 | 1 h | 4 h 16 min | as above | "not confirmed yet" | `retry 13` |

                [click here](javascript:alert(1)) and [bank.example](https://evil.example/) are told as what they are, and so is a hid\u202eden word.
                """, true));
        journal.append(
                new CommitCreated(
                        new CommitId("8be41f0" + "0".repeat(33)),
                        "Retry the payment webhook with back-off",
                        Sample.GRACE,
                        List.of(Sample.ADA),
                        new DiffStat(3, 74, 9)),
                new PullRequestOpened(
                        new PullRequestRef(Sample.SHOP, 131), "Retry the payment webhook with back-off", Sample.GRACE),
                new TurnCompleted(one, Duration.ofSeconds(194)));
    }

    private void second(TestJournal journal) {
        ends = journal.last() + 1;
        TurnId two = new TurnId(2);
        TurnId three = new TurnId(3);
        journal.append(
                new PullRequestReviewed(
                        new PullRequestRef(Sample.SHOP, 131),
                        Sample.ALAN,
                        Review.Verdict.REQUEST_CHANGES,
                        "Who tells the merchant?"),
                new PromptAccepted(Sample.prompt("k2", Sample.ADA, "Tell the merchant by mail after an hour.")),
                new PromptEdited(new PromptId("k2"), "Tell the merchant by mail after **two** hours.", Sample.ADA),
                new TurnStarted(two, Sample.MODEL, Sample.ADA),
                new PromptDelivered(new PromptId("k2"), two),
                new ModelRetryScheduled(two, 1, 1, limited(), Duration.ofSeconds(8)),
                new TextWritten(Sample.block(), "The mail goes out where the payment", false),
                new TurnStopped(
                        two, new UserId("ada"), List.of("Pull request #131 was opened."), Duration.ofSeconds(9)));
        places = journal.last() + 1;
        journal.append(
                new FilesOvertaken(
                        new BranchName("main"),
                        new CommitId("7f3c2a1b9d0e4f5a6b7c8d9e0f1a2b3c4d5e6f70"),
                        List.of("src/mail/Sender.java", "src/mail/Text.java"),
                        3),
                new SandboxReleased("s1", "idle for 30 minutes; a snapshot was taken"),
                new SandboxRestored(
                        "s1", Instant.parse("2026-03-02T10:41:07Z"), "it had been released; its files are safe"),
                new SessionForked(new SessionId("1m2n3p4q5r6s7"), Optional.empty(), Sample.ADA),
                new NoticeGiven(Problem.conflict(
                        "output-cut", "Part of an output was left out", "It was larger than 16 MiB; its end is kept.")),
                new PromptAccepted(Sample.prompt("k3", Sample.ALAN, "Go on, and keep the mail short.")),
                new TurnStarted(three, Sample.MODEL, Sample.ALAN),
                new PromptDelivered(new PromptId("k3"), three),
                new TurnFailed(three, Sample.keyRefused()),
                new PromptAccepted(Sample.prompt("k4", Sample.ALAN, "And then merge.")),
                new TurnInterrupted(three, List.of()),
                new TurnStarted(new TurnId(4), Sample.MODEL, Sample.ALAN),
                new ModelCallStarted(new TurnId(4), 1, Sample.MODEL),
                Sample.call("w1", "shell", Effect.EXECUTES, "./gradlew check", "{\"command\":\"./gradlew check\"}"));
        journal.stream(
                new BlockId("kl"), BlockKind.TEXT, "", "While the sandbox is made: the mail's text stands in `mail/");
    }

    private static Problem limited() {
        return Problem.of(
                Problem.Kind.BUSY,
                "model-rate-limited",
                "The model provider asks to slow down",
                "anthropic answered 429 to this call.");
    }

    private static SessionEvent look(String call, String tool, String summary) {
        return Sample.call(call, tool, Effect.READS, summary, "{}");
    }

    /// A page as a screenshot shows it.
    private static Image page(Color ground, Color bar) {
        WritableImage image = new WritableImage(960, 600);
        PixelWriter pixels = image.getPixelWriter();
        for (int y = 0; y < 600; y++) {
            for (int x = 0; x < 960; x++) {
                boolean head = y < 70;
                boolean line = x > 80 && x < 820 - (y / 44 * 67) % 300 && y > 130 && y % 44 < 16;
                boolean button = x > 80 && x < 240 && y > 520 && y < 566;
                pixels.setColor(x, y, head || button ? bar : line ? bar.interpolate(ground, 0.72) : ground);
            }
        }
        return image;
    }
}
