package dev.slipway.llm.stub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a good answer in a provider's wire format, block by block; spoil it with [StubReply]'s methods. Each
/// delta is one piece of the reply.
public abstract sealed class Wire {
    final List<String> events = new ArrayList<>();
    int index;

    private Wire() {}

    /// Anthropic Messages.
    public static Wire anthropic() {
        return new Anthropic();
    }

    /// OpenAI Responses.
    public static Wire responses() {
        return new Responses();
    }

    /// OpenAI Chat Completions.
    public static Wire chat() {
        return new Chat();
    }

    /// A block of text.
    public abstract Wire text(String... deltas);

    /// A block of reasoning.
    /// @param seal signature, or encrypted thoughts
    public abstract Wire reasoning(String seal, String... deltas);

    /// A tool call whose arguments arrive in pieces, right or wrong.
    public abstract Wire call(String id, String name, String... arguments);

    /// The good end: usage of 100 tokens in, of which 80 from the cache where the format can say it, 20 out.
    public abstract StubReply end();

    /// An end for another reason.
    /// @param reason in the format's own words: `stop_reason`, reason of `incomplete`, or `finish_reason`
    public abstract StubReply end(String reason);

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static final class Anthropic extends Wire {
        private boolean calls;

        Anthropic() {
            ObjectNode start = object().put("type", "message_start");
            ObjectNode message = start.putObject("message")
                    .put("id", "msg_stub")
                    .put("type", "message")
                    .put("role", "assistant")
                    .put("model", "claude-stub");
            message.putArray("content");
            message.putNull("stop_reason");
            message.putNull("stop_sequence");
            message.putObject("usage")
                    .put("input_tokens", 20)
                    .put("cache_read_input_tokens", 80)
                    .put("cache_creation_input_tokens", 0)
                    .put("output_tokens", 1);
            add(start);
            add(object().put("type", "ping"));
        }

        @Override
        public Wire text(String... deltas) {
            begin(object().put("type", "text").put("text", ""));
            for (String delta : deltas) {
                delta(object().put("type", "text_delta").put("text", delta));
            }
            return stop();
        }

        @Override
        public Wire reasoning(String seal, String... deltas) {
            begin(object().put("type", "thinking").put("thinking", "").put("signature", ""));
            for (String delta : deltas) {
                delta(object().put("type", "thinking_delta").put("thinking", delta));
            }
            delta(object().put("type", "signature_delta").put("signature", seal));
            return stop();
        }

        @Override
        public Wire call(String id, String name, String... arguments) {
            calls = true;
            ObjectNode block = object().put("type", "tool_use").put("id", id).put("name", name);
            block.putObject("input");
            begin(block);
            for (String piece : arguments) {
                delta(object().put("type", "input_json_delta").put("partial_json", piece));
            }
            return stop();
        }

        @Override
        public StubReply end() {
            return end(calls ? "tool_use" : "end_turn");
        }

        @Override
        public StubReply end(String reason) {
            ObjectNode end = object().put("type", "message_delta");
            end.putObject("delta").put("stop_reason", reason).putNull("stop_sequence");
            end.putObject("usage").put("output_tokens", 20);
            add(end);
            add(object().put("type", "message_stop"));
            return StubReply.stream(events);
        }

        private void begin(ObjectNode block) {
            ObjectNode start = object().put("type", "content_block_start").put("index", index);
            start.set("content_block", block);
            add(start);
        }

        private void delta(ObjectNode delta) {
            ObjectNode event = object().put("type", "content_block_delta").put("index", index);
            event.set("delta", delta);
            add(event);
        }

        private Wire stop() {
            add(object().put("type", "content_block_stop").put("index", index++));
            return this;
        }

        private void add(ObjectNode event) {
            events.add("event: " + event.get("type").asText() + "\ndata: " + event + "\n\n");
        }
    }

    private static final class Responses extends Wire {
        private final List<ObjectNode> pending = new ArrayList<>();

        Responses() {
            add("response.created").set("response", response("in_progress"));
        }

        @Override
        public Wire text(String... deltas) {
            ObjectNode item =
                    object().put("id", "msg_" + index).put("type", "message").put("role", "assistant");
            item.put("status", "completed").putArray("content");
            at("response.output_item.added").set("item", item);
            for (String delta : deltas) {
                at("response.output_text.delta")
                        .put("item_id", "msg_" + index)
                        .put("content_index", 0)
                        .put("delta", delta)
                        .putArray("logprobs");
            }
            return done(item);
        }

        @Override
        public Wire reasoning(String seal, String... deltas) {
            ObjectNode item = object().put("id", "rs_" + index).put("type", "reasoning");
            ArrayNode summary = item.putArray("summary");
            at("response.output_item.added").set("item", item.deepCopy());
            for (String delta : deltas) {
                at("response.reasoning_summary_text.delta")
                        .put("item_id", "rs_" + index)
                        .put("summary_index", 0)
                        .put("delta", delta);
            }
            summary.addObject().put("type", "summary_text").put("text", String.join("", deltas));
            return done(item.put("encrypted_content", seal));
        }

        @Override
        public Wire call(String id, String name, String... arguments) {
            ObjectNode item = object().put("id", "fc_" + index)
                    .put("type", "function_call")
                    .put("status", "in_progress")
                    .put("call_id", id)
                    .put("name", name)
                    .put("arguments", "");
            at("response.output_item.added").set("item", item.deepCopy());
            for (String piece : arguments) {
                at("response.function_call_arguments.delta")
                        .put("item_id", "fc_" + index)
                        .put("delta", piece);
            }
            return done(item.put("status", "completed").put("arguments", String.join("", arguments)));
        }

        @Override
        public StubReply end() {
            add("response.completed").set("response", response("completed"));
            return reply();
        }

        @Override
        public StubReply end(String reason) {
            ObjectNode response = response("incomplete");
            response.putObject("incomplete_details").put("reason", reason);
            add("response.incomplete").set("response", response);
            return reply();
        }

        private StubReply reply() {
            pending.forEach(event -> events.add("event: " + event.get("type").asText() + "\ndata: " + event + "\n\n"));
            return StubReply.stream(events);
        }

        private ObjectNode add(String type) {
            ObjectNode event = object().put("type", type).put("sequence_number", pending.size());
            pending.add(event);
            return event;
        }

        private ObjectNode at(String type) {
            return add(type).put("output_index", index);
        }

        private Wire done(ObjectNode item) {
            at("response.output_item.done").set("item", item);
            index++;
            return this;
        }

        private static ObjectNode response(String status) {
            ObjectNode response = object().put("id", "resp_stub")
                    .put("object", "response")
                    .put("status", status)
                    .put("model", "gpt-stub");
            response.putArray("output");
            ObjectNode usage = response.putObject("usage").put("input_tokens", 100);
            usage.putObject("input_tokens_details").put("cached_tokens", 80);
            usage.put("output_tokens", 20);
            usage.putObject("output_tokens_details").put("reasoning_tokens", 5);
            usage.put("total_tokens", 120);
            return response;
        }
    }

    private static final class Chat extends Wire {
        private boolean calls;

        @Override
        public Wire text(String... deltas) {
            for (String delta : deltas) {
                chunk(object().put("content", delta), null);
            }
            return this;
        }

        @Override
        public Wire reasoning(String seal, String... deltas) {
            for (String delta : deltas) {
                chunk(object().put("reasoning_content", delta), null);
            }
            return this;
        }

        @Override
        public Wire call(String id, String name, String... arguments) {
            calls = true;
            boolean first = true;
            for (String piece : arguments) {
                ObjectNode delta = object();
                ObjectNode call = delta.putArray("tool_calls").addObject().put("index", index);
                ObjectNode function = object().put("arguments", piece);
                if (first) {
                    call.put("id", id).put("type", "function");
                    function.put("name", name);
                }
                call.set("function", function);
                chunk(delta, null);
                first = false;
            }
            index++;
            return this;
        }

        @Override
        public StubReply end() {
            return end(calls ? "tool_calls" : "stop");
        }

        @Override
        public StubReply end(String reason) {
            chunk(object(), reason);
            ObjectNode usage = object().put("id", "chatcmpl-stub").put("object", "chat.completion.chunk");
            usage.put("created", 0).put("model", "chat-stub").putArray("choices");
            usage.putObject("usage")
                    .put("prompt_tokens", 100)
                    .put("completion_tokens", 20)
                    .put("total_tokens", 120)
                    .putObject("prompt_tokens_details")
                    .put("cached_tokens", 80);
            events.add("data: " + usage + "\n\n");
            events.add("data: [DONE]\n\n");
            return StubReply.stream(events);
        }

        private void chunk(ObjectNode delta, @Nullable String finish) {
            ObjectNode chunk = object().put("id", "chatcmpl-stub").put("object", "chat.completion.chunk");
            chunk.put("created", 0).put("model", "chat-stub");
            ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
            choice.put("finish_reason", finish).set("delta", delta);
            events.add("data: " + chunk + "\n\n");
        }
    }
}
