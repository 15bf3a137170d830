package dev.slipway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.agent.TurnOutcome;
import dev.slipway.journal.Batch;
import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.journal.Subscription;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.SessionCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The actor on a real journal; turns are played by the test.
final class SessionActorTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final SessionId ID = SessionId.of(1_000_000, 7);
    private static final User ADA = new User(new UserId("ada"), "Ada", "ada@example.org", Role.MEMBER, Instant.EPOCH);
    private static final User BOB = new User(new UserId("bob"), "Bob", "bob@example.org", Role.MEMBER, Instant.EPOCH);

    @TempDir
    Path directory;

    /// Tells the test of each turn that begins, and ends it as the test says.
    private static final class Stage implements SessionActor.TurnRunner {
        final BlockingQueue<Prompt> begun = new LinkedBlockingQueue<>();
        final BlockingQueue<TurnOutcome> endings = new LinkedBlockingQueue<>();

        @Override
        public TurnOutcome run(SessionActor session, TurnId turn, Prompt prompt) throws InterruptedException {
            begun.add(prompt);
            return endings.take();
        }

        String nextPrompt() throws InterruptedException {
            Prompt prompt = begun.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(prompt).as("a turn begins").isNotNull();
            return prompt.id().value();
        }

        void complete() {
            endings.add(new TurnOutcome.Completed(List.of()));
        }
    }

    private final Stage stage = new Stage();
    private Journals journals;
    private SessionActor actor;

    @BeforeEach
    void open() {
        journals = new Journals(directory, InstantSource.system());
        Journal journal = journals.create(ID);
        actor = new SessionActor(new SessionProjection(), journal, InstantSource.system(), stage, changed -> {});
        actor.record(new SessionEvent.SessionCreated(
                ID,
                new RepositoryId("shop"),
                new BranchName("main"),
                new BranchName("slipway/x"),
                new ModelName("m"),
                ADA.author(),
                "Title"));
    }

    @AfterEach
    void close() throws InterruptedException {
        actor.close();
        journals.close();
    }

    @Test
    void aPromptThatFindsTheSessionAtRestStartsATurn() throws InterruptedException {
        prompt("p1", ADA);

        assertThat(stage.nextPrompt()).isEqualTo("p1");
        assertThat(state()).isEqualTo(SessionState.WORKING);

        stage.complete();
        await(SessionEvent.TurnCompleted.class::isInstance);

        assertThat(state()).isEqualTo(SessionState.IDLE);
        assertThat(actor.journal().read(1, 100))
                .extracting(e -> e.event().getClass().getSimpleName())
                .containsExactly("SessionCreated", "PromptAccepted", "TurnStarted", "PromptDelivered", "TurnCompleted");
    }

    @Test
    void promptsThatFindItAtWorkWaitAndFollowInTheirOrder() throws InterruptedException {
        prompt("p1", ADA);
        prompt("p2", ADA);
        prompt("p3", BOB);
        prompt("p4", BOB);
        actor.change(
                new PromptId("p4"),
                new SessionCalls.PromptChange(
                        Optional.of("changed"), Optional.of(0), Optional.empty(), Optional.empty()),
                ADA.author());
        actor.withdraw(new PromptId("p2"), ADA.author());

        assertThat(stage.nextPrompt()).isEqualTo("p1");
        stage.complete();
        assertThat(stage.nextPrompt()).isEqualTo("p4");
        assertThat(actor.read(SessionProjection::queue))
                .extracting(p -> p.id().value())
                .containsExactly("p3");
        stage.complete();
        assertThat(stage.nextPrompt()).isEqualTo("p3");
        stage.complete();
    }

    @Test
    void aDeliveredPromptCanNoLongerBeChanged() throws InterruptedException {
        prompt("p1", ADA);
        stage.nextPrompt();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> actor.withdraw(new PromptId("p1"), ADA.author()))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("prompt-not-waiting"));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> actor.withdraw(new PromptId("p9"), ADA.author()))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("unknown-prompt"));
        stage.complete();
    }

    @Test
    void theSamePromptSentAgainIsAcceptedOnce() throws InterruptedException {
        Prompt first = prompt("p1", ADA);
        Prompt again = prompt("p1", ADA);

        assertThat(again).isEqualTo(first);
        assertThat(stage.nextPrompt()).isEqualTo("p1");
        assertThat(actor.read(SessionProjection::queue)).isEmpty();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> prompt("p1", BOB))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("prompt-id-taken"));
        stage.complete();
    }

    @Test
    void aStopEndsTheTurnAndHoldsTheQueueUntilSomeoneResumes() throws InterruptedException {
        prompt("p1", ADA);
        stage.nextPrompt();
        prompt("p2", ADA);

        SessionCalls.Stopped stopped = actor.stop(BOB);

        assertThat(stopped.stopped()).isTrue();
        assertThat(state()).isEqualTo(SessionState.IDLE);
        assertThat(actor.journal().readLast(1).getFirst().event())
                .isInstanceOfSatisfying(
                        SessionEvent.TurnStopped.class,
                        event -> assertThat(event.by()).isEqualTo(BOB.id()));
        assertThat(actor.stop(BOB).stopped()).isFalse();
        assertThat(stage.begun).isEmpty();

        assertThat(actor.resume()).isTrue();
        assertThat(stage.nextPrompt()).isEqualTo("p2");
        assertThat(actor.resume()).isFalse();
        stage.complete();
    }

    @Test
    void aFailureHoldsTheQueueAndTheNextPromptGoesOnWithWhatWaitedFirst() throws InterruptedException {
        prompt("p1", ADA);
        stage.nextPrompt();
        prompt("p2", ADA);
        stage.endings.add(new TurnOutcome.Failed(Problem.unavailable("x", "No model", "Down."), List.of()));
        await(SessionEvent.TurnFailed.class::isInstance);

        assertThat(state()).isEqualTo(SessionState.FAILED);
        prompt("p3", ADA);

        assertThat(stage.nextPrompt()).isEqualTo("p2");
        stage.complete();
        assertThat(stage.nextPrompt()).isEqualTo("p3");
        stage.complete();
    }

    @Test
    void anInsertedPromptIsTakenByTheRunningTurnAndAnotherAuthorIsAnnouncedFirst() throws InterruptedException {
        prompt("p1", ADA);
        stage.nextPrompt();
        prompt("p2", BOB);
        actor.accept(new Prompt(
                new PromptId("p3"),
                BOB.author(),
                "now",
                PromptMode.INSERT,
                List.of(),
                Optional.empty(),
                Instant.EPOCH));
        List<String> handedOver = new ArrayList<>();

        List<Prompt> taken = actor.takeInserted(
                new TurnId(1), p -> handedOver.add(p.author().user().value()));

        assertThat(taken).extracting(p -> p.id().value()).containsExactly("p3");
        assertThat(handedOver).containsExactly("bob");
        assertThat(actor.read(SessionProjection::queue))
                .extracting(p -> p.id().value())
                .containsExactly("p2");
        assertThat(actor.takeInserted(new TurnId(1), p -> {})).isEmpty();
        stage.complete();
        stage.nextPrompt();
        stage.complete();
    }

    @Test
    void aTurnThatTheDaemonsEndCutsIsLeftForTheNextStartToMark() throws InterruptedException {
        prompt("p1", ADA);
        stage.nextPrompt();

        actor.close();

        assertThat(actor.journal().readLast(1).getFirst().event()).isInstanceOf(SessionEvent.PromptDelivered.class);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> prompt("p2", ADA))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("shutting-down"));
    }

    @Test
    void fiftyPeopleAtOnceLoseNothing() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = "p" + i;
            people.add(Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                    prompt(id, ADA);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        go.countDown();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            seen.add(stage.nextPrompt());
            stage.complete();
        }
        for (Thread person : people) {
            person.join();
        }

        assertThat(seen).doesNotHaveDuplicates().hasSize(50);
    }

    private Prompt prompt(String id, User author) {
        return actor.accept(new Prompt(
                new PromptId(id),
                author.author(),
                "text of " + id,
                PromptMode.QUEUE,
                List.of(),
                Optional.empty(),
                Instant.EPOCH));
    }

    private SessionState state() {
        return actor.read(p -> p.summary().state());
    }

    private void await(Predicate<SessionEvent> wanted) throws InterruptedException {
        try (Subscription subscription = actor.journal().subscribe(1)) {
            while (true) {
                Batch batch = subscription.next(LIMIT);
                assertThat(batch.events()).as("rows within %s", LIMIT).isNotEmpty();
                for (Envelope envelope : batch.events()) {
                    if (wanted.test(envelope.event())) {
                        return;
                    }
                }
            }
        }
    }
}
