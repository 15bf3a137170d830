package dev.slipway.llm;

import dev.slipway.model.session.Money;
import dev.slipway.model.session.Usage;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes a model call out of attempts: repeats what may pass, shows each repetition, and knows the price of it
/// all.
final class PatientClient implements ModelClient {
    private static final Pattern SEALED = Pattern.compile("thinking|signature|reasoning|encrypted");

    private final Provider provider;
    private final ModelClient single;
    private final Catalogue catalogue;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Sleeper sleeper;

    PatientClient(
            Provider provider,
            ModelClient single,
            Catalogue catalogue,
            RetryPolicy policy,
            RandomGenerator random,
            Sleeper sleeper) {
        this.provider = provider;
        this.single = single;
        this.catalogue = catalogue;
        this.policy = policy;
        this.random = random;
        this.sleeper = sleeper;
    }

    @Override
    public ModelReply call(ModelRequest request, Consumer<? super ModelEvent> sink)
            throws ModelCallException, InterruptedException {
        String model = withoutProvider(request.model());
        CallOptions options = request.options().maxOutputTokens().isPresent()
                ? request.options()
                : request.options().withMaxOutputTokens(catalogue.answerTokens(model));
        ModelRequest plain = new ModelRequest(model, request.system(), request.messages(), request.tools(), options);
        Usage wasted = Usage.NONE;
        for (int attempt = 1; ; attempt++) {
            Numbered numbered = new Numbered(attempt, sink);
            try {
                ModelReply reply = single.call(plain, numbered);
                Usage spent = wasted.plus(reply.usage());
                return new ModelReply(
                        reply.model(),
                        reply.blocks(),
                        reply.stop(),
                        reply.usage(),
                        spent,
                        provider.kind() == Provider.Kind.REHEARSAL
                                ? Optional.of(Money.ZERO)
                                : catalogue.price(provider, model, spent, reply.contextTokens()));
            } catch (ModelCallException failed) {
                wasted = wasted.plus(failed.usage());
                Optional<Duration> pause;
                ModelRequest plainer = plain.withoutReasoning();
                if (rejectsReasoning(failed.failure()) && !plainer.equals(plain)) {
                    plain = plainer;
                    pause = Optional.of(Duration.ZERO);
                } else {
                    pause = policy.pause(failed.failure(), attempt, random);
                }
                if (pause.isEmpty()) {
                    throw new ModelCallException(failed.failure(), failed.partial(), wasted, failed);
                }
                if (numbered.streamed) {
                    sink.accept(new ModelEvent.PartialAbandoned(attempt));
                }
                sink.accept(new ModelEvent.RetryScheduled(attempt + 1, failed.failure(), pause.get()));
                sleeper.sleep(pause.get());
            }
        }
    }

    /// Thoughts are sealed for a model, an account and a conversation. Where any of them has changed
    /// unnoticed, the conversation goes on without them rather than not at all.
    private static boolean rejectsReasoning(ModelFailure failure) {
        return failure instanceof ModelFailure.BadRequest bad
                && SEALED.matcher(bad.said().toLowerCase(Locale.ROOT)).find();
    }

    private String withoutProvider(String name) {
        String prefix = provider.name() + "/";
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /// Waits, in a test without waiting.
    interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /// Puts the number of the attempt into the events of a client that only knows of one.
    private static final class Numbered implements Consumer<ModelEvent> {
        private final int attempt;
        private final Consumer<? super ModelEvent> sink;
        private boolean streamed;

        Numbered(int attempt, Consumer<? super ModelEvent> sink) {
            this.attempt = attempt;
            this.sink = sink;
        }

        @Override
        public void accept(ModelEvent event) {
            sink.accept(
                    switch (event) {
                        case ModelEvent.RequestSent ignored -> new ModelEvent.RequestSent(attempt);
                        case ModelEvent.ResponseStarted ignored -> new ModelEvent.ResponseStarted(attempt);
                        default -> {
                            streamed = true;
                            yield event;
                        }
                    });
        }
    }
}
