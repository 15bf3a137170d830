package dev.slipway.llm;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/// One try at a model call, from the request to the terminal event: what all protocols have in common. It
/// gives the protocol an [Answer] to fill, cuts the connection if the thread is interrupted, and turns
/// whatever goes wrong into a [ModelFailure].
public final class Attempt {
    private static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

    private final Consumer<? super ModelEvent> sink;
    private volatile @Nullable Call call;
    private boolean sent;
    private boolean responding;
    private @Nullable Throwable sinkFailure;

    private Attempt(Consumer<? super ModelEvent> sink) {
        this.sink = sink;
    }

    /// Sends a request and fills the answer from the stream, through [Connections.Line#post].
    public interface Speech {
        void speak(Answer answer) throws IOException, InterruptedException;
    }

    /// @param request names the model without its provider
    public static ModelReply run(
            Provider provider, ModelRequest request, Consumer<? super ModelEvent> sink, Speech speech)
            throws ModelCallException, InterruptedException {
        String model = provider.name() + "/" + request.model();
        Attempt attempt = new Attempt(sink);
        Answer answer = new Answer(request, attempt::emit);
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            ScopedValue.where(CURRENT, attempt).call(() -> {
                speech.speak(answer);
                return answer;
            });
            return answer.reply();
        } catch (Answer.EndedEarly ended) {
            ModelFailure failure = ended.empty()
                    ? new ModelFailure.MalformedBody(model, "a stream without a single event of an answer")
                    : new ModelFailure.CutStream(model, "the stream ended before its last event");
            throw new ModelCallException(failure, answer.completed(), answer.usage(), null);
        } catch (Answer.Overrun overrun) {
            attempt.cut();
            return answer.cutOff();
        } catch (InterruptedException stopped) {
            attempt.cut();
            throw stopped;
        } catch (Exception | Error wrong) {
            attempt.cut();
            throw attempt.explain(wrong, model, answer, provider);
        }
    }

    /// For a protocol without a network: the request counts as sent, and as accepted.
    public static void accepted() {
        current().requestSent();
        current().responseStarted();
    }

    static Attempt current() {
        return CURRENT.get();
    }

    void started(Call begun) {
        call = begun;
    }

    void requestSent() {
        sent = true;
        emit(new ModelEvent.RequestSent(1));
    }

    void responseStarted() {
        responding = true;
        emit(new ModelEvent.ResponseStarted(1));
    }

    private void cut() {
        Call begun = call;
        if (begun != null) {
            begun.cancel();
        }
    }

    private void emit(ModelEvent event) {
        if (Thread.currentThread().isInterrupted()) {
            throw new Interrupted();
        }
        try {
            sink.accept(event);
        } catch (RuntimeException | Error failed) {
            sinkFailure = failed;
            throw failed;
        }
    }

    private ModelCallException explain(Throwable wrong, String model, Answer answer, Provider provider)
            throws InterruptedException {
        if (sinkFailure instanceof RuntimeException failed) {
            throw failed;
        }
        if (sinkFailure instanceof Error failed) {
            throw failed;
        }
        if (Thread.interrupted()) {
            InterruptedException interrupted = new InterruptedException("The model call was stopped");
            interrupted.addSuppressed(wrong);
            throw interrupted;
        }
        ModelFailure failure = cause(wrong, ProviderError.class)
                .map(error -> Diagnosis.of(error, model))
                .or(() -> cause(wrong, IOException.class)
                        .map(broken -> Diagnosis.of(broken, model, sent, responding, provider.silence())))
                .orElseThrow(() -> unexpected(wrong));
        return new ModelCallException(failure, answer.completed(), answer.usage(), wrong);
    }

    private static RuntimeException unexpected(Throwable wrong) {
        if (wrong instanceof Error error) {
            throw error;
        }
        return wrong instanceof RuntimeException runtime ? runtime : new IllegalStateException(wrong);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable wrong, Class<T> type) {
        for (Throwable at = wrong; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super(null, null, false, false);
        }
    }
}
