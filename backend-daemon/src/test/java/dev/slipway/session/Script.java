package dev.slipway.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.StubRequest;
import dev.slipway.llm.stub.Wire;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A model that answers as the test says, and "Done." when it has said nothing.
final class Script implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Queue<Function<StubRequest, StubReply>> answers = new ConcurrentLinkedQueue<>();
    final ProviderStub stub = ProviderStub.start(request -> {
        Function<StubRequest, StubReply> next = answers.poll();
        return next == null ? says("Done.") : next.apply(request);
    });

    Script then(StubReply... replies) {
        for (StubReply reply : replies) {
            answers.add(request -> reply);
        }
        return this;
    }

    /// Answers once the test lets it.
    Script after(CountDownLatch latch, StubReply reply) {
        answers.add(request -> {
            try {
                return latch.await(20, TimeUnit.SECONDS) ? reply : says("Nobody let me go on.");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return this;
    }

    void forget() {
        answers.clear();
    }

    int calls() {
        return stub.requests().size();
    }

    String lastRequest() {
        return stub.requests().getLast().body();
    }

    static StubReply says(String text) {
        return Wire.anthropic().text(text).end();
    }

    /// A few words, then silence until the client leaves.
    static StubReply endless() {
        String[] words = IntStream.range(0, 20).mapToObj(i -> "word-" + i + " ").toArray(String[]::new);
        StubReply whole = Wire.anthropic().text(words).end();
        return whole.paced(Duration.ofMillis(5)).after(10, StubReply.Ending.SILENT);
    }

    static StubReply shell(String command) {
        return call("shell", "command", command);
    }

    static StubReply write(String path, String content) {
        return call("write", "path", path, "content", content);
    }

    static StubReply openPullRequest(String title) {
        return call("open_pull_request", "title", title, "body", "What it does.");
    }

    /// @param arguments a JSON object
    static StubReply callWith(String tool, String arguments) {
        return Wire.anthropic()
                .call("call-" + System.nanoTime(), tool, arguments)
                .end();
    }

    static StubReply call(String tool, String... arguments) {
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < arguments.length; i += 2) {
            object.put(arguments[i], arguments[i + 1]);
        }
        return Wire.anthropic()
                .call("call-" + System.nanoTime(), tool, object.toString())
                .end();
    }

    @Override
    public void close() {
        stub.close();
    }
}
